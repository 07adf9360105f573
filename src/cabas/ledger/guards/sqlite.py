"""The guards on SQLite: row triggers that refuse whatever is not a posting.

The connection sets `PRAGMA recursive_triggers = ON`, so that REPLACE meets the guards against deletion too.
"""

from cabas.ledger.guards.statements import Guard, read_guards

GUARDS: list[Guard] = read_guards("""
-- entries
CREATE TRIGGER ledger_entry_is_whole_cents BEFORE INSERT ON ledger_entry
 WHEN typeof(NEW.amount) <> 'integer' OR NEW.amount = 0
 BEGIN SELECT RAISE(ABORT, 'ledger: an amount is whole cents, not zero'); END;
CREATE TRIGGER ledger_entry_replaces_none BEFORE INSERT ON ledger_entry
 WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id)
 BEGIN SELECT RAISE(ABORT, 'ledger: immutable'); END;
CREATE TRIGGER ledger_entry_into_sealed BEFORE INSERT ON ledger_entry
 WHEN EXISTS (SELECT 1 FROM ledger_transaction WHERE id = NEW.transaction_id)
 BEGIN SELECT RAISE(ABORT, 'ledger: sealed'); END;
CREATE TRIGGER ledger_entry_moves_balance AFTER INSERT ON ledger_entry
 BEGIN UPDATE ledger_account SET balance = balance + NEW.amount, last_entry = NEW.id WHERE id = NEW.account_id; END;
CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry
 BEGIN SELECT RAISE(ABORT, 'ledger: immutable'); END;
CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON ledger_entry
 WHEN NOT COALESCE((SELECT is_disposable FROM ledger_book WHERE id = OLD.transaction_id >> 32), 0)
 BEGIN SELECT RAISE(ABORT, 'ledger: immutable'); END;

-- accounts
CREATE TRIGGER ledger_account_is_born_empty BEFORE INSERT ON ledger_account
 WHEN NEW.balance <> 0 OR NEW.last_entry <> 0
 BEGIN SELECT RAISE(ABORT, 'ledger: an account is born empty'); END;
CREATE TRIGGER ledger_account_replaces_none BEFORE INSERT ON ledger_account
 WHEN EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id)
 BEGIN SELECT RAISE(ABORT, 'ledger: immutable'); END;
CREATE TRIGGER ledger_account_balance_is_its_entries BEFORE UPDATE OF balance, last_entry ON ledger_account
 WHEN (NEW.balance <> OLD.balance OR NEW.last_entry <> OLD.last_entry) AND (NEW.last_entry <= OLD.last_entry
  OR NOT EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.last_entry AND account_id = NEW.id)
  OR NEW.balance - OLD.balance <> (SELECT COALESCE(SUM(amount), 0) FROM ledger_entry
     WHERE account_id = NEW.id AND id > OLD.last_entry AND id <= NEW.last_entry))
 BEGIN SELECT RAISE(ABORT, 'ledger: a balance moves only with its entries'); END;
CREATE TRIGGER ledger_account_stays BEFORE UPDATE OF id, book_id, number ON ledger_account
 WHEN NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.number <> OLD.number
 BEGIN SELECT RAISE(ABORT, 'ledger: an account stays in its book'); END;
CREATE TRIGGER ledger_account_delete BEFORE DELETE ON ledger_account
 WHEN OLD.last_entry <> 0 AND NOT COALESCE((SELECT is_disposable FROM ledger_book WHERE id = OLD.book_id), 0)
 BEGIN SELECT RAISE(ABORT, 'ledger: immutable'); END;

-- transactions: the seal
CREATE TRIGGER ledger_transaction_next BEFORE INSERT ON ledger_transaction
 WHEN NEW.number <> (SELECT last_number + 1 FROM ledger_book WHERE id = NEW.book_id)
  OR NEW.id <> NEW.book_id * 4294967296 + NEW.number
 BEGIN SELECT RAISE(ABORT, 'ledger: not the next number'); END;
CREATE TRIGGER ledger_transaction_period BEFORE INSERT ON ledger_transaction
 WHEN NEW.occurred_on <= (SELECT closed_on FROM ledger_book WHERE id = NEW.book_id)
 BEGIN SELECT RAISE(ABORT, 'ledger: closed period'); END;
CREATE TRIGGER ledger_transaction_seal BEFORE INSERT ON ledger_transaction
 BEGIN SELECT RAISE(ABORT, 'ledger: unbalanced')
  WHERE (SELECT COALESCE(SUM(amount), 1) FROM ledger_entry WHERE transaction_id = NEW.id) <> 0
   OR (SELECT COUNT(*) FROM ledger_entry WHERE transaction_id = NEW.id) < 2
   OR EXISTS (SELECT 1 FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
              WHERE e.transaction_id = NEW.id AND a.book_id <> NEW.book_id); END;
CREATE TRIGGER ledger_transaction_reversal BEFORE INSERT ON ledger_transaction WHEN NEW.reverses_id IS NOT NULL
 BEGIN SELECT RAISE(ABORT, 'ledger: a reversal is the exact opposite, in the same book')
  WHERE NEW.reverses_id >> 32 <> NEW.book_id
   OR EXISTS (SELECT account_id FROM ledger_entry WHERE transaction_id IN (NEW.id, NEW.reverses_id)
              GROUP BY account_id HAVING SUM(amount) <> 0); END;
CREATE TRIGGER ledger_transaction_head AFTER INSERT ON ledger_transaction
 BEGIN UPDATE ledger_book SET last_number = NEW.number, head = NEW.hash WHERE id = NEW.book_id; END;
CREATE TRIGGER ledger_transaction_update BEFORE UPDATE OF id, book_id, number, occurred_on, recorded_at, kind,
  recorded_by, key, reverses_id, memo_digest, hash ON ledger_transaction
 BEGIN SELECT RAISE(ABORT, 'ledger: immutable'); END;
CREATE TRIGGER ledger_transaction_memo BEFORE UPDATE OF memo, memo_salt ON ledger_transaction WHEN NEW.memo <> ''
 BEGIN SELECT RAISE(ABORT, 'ledger: a memo can only be erased'); END;
CREATE TRIGGER ledger_transaction_delete BEFORE DELETE ON ledger_transaction
 WHEN NOT COALESCE((SELECT is_disposable FROM ledger_book WHERE id = OLD.book_id), 0)
 BEGIN SELECT RAISE(ABORT, 'ledger: immutable'); END;

-- books
CREATE TRIGGER ledger_book_is_born_empty BEFORE INSERT ON ledger_book
 WHEN NEW.last_number <> 0 OR NEW.head <> '' OR EXISTS (SELECT 1 FROM ledger_book WHERE id = NEW.id)
 BEGIN SELECT RAISE(ABORT, 'ledger: a book is born empty'); END;
CREATE TRIGGER ledger_book_head_is_its_last BEFORE UPDATE OF last_number, head ON ledger_book
 WHEN (NEW.last_number <> OLD.last_number OR NEW.head <> OLD.head) AND (NEW.last_number <> OLD.last_number + 1
  OR NOT EXISTS (SELECT 1 FROM ledger_transaction
                 WHERE book_id = NEW.id AND number = NEW.last_number AND hash = NEW.head))
 BEGIN SELECT RAISE(ABORT, 'ledger: the head is the last transaction'); END;
CREATE TRIGGER ledger_book_disposable BEFORE UPDATE OF id, is_disposable ON ledger_book
 WHEN NEW.is_disposable <> OLD.is_disposable OR NEW.id <> OLD.id
 BEGIN SELECT RAISE(ABORT, 'ledger: a book is a demo from birth or never'); END;
CREATE TRIGGER ledger_book_delete BEFORE DELETE ON ledger_book WHEN OLD.last_number <> 0 AND NOT OLD.is_disposable
 BEGIN SELECT RAISE(ABORT, 'ledger: immutable'); END;
""")
