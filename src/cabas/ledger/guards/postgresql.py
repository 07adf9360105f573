"""The guards on PostgreSQL 15 and later: statement triggers on INSERT and TRUNCATE, row triggers on UPDATE and DELETE.

23514 makes Django see an IntegrityError; SET search_path FROM CURRENT keeps a restore working.
"""

from cabas.ledger.guards.statements import Guard, read_guards

GUARDS: list[Guard] = read_guards("""
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
 RAISE EXCEPTION 'ledger: %', TG_ARGV[0] USING ERRCODE = '23514'; END $$;

CREATE FUNCTION ledger_delete() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE book bigint := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN (to_jsonb(OLD)->>'transaction_id')::bigint >> 32
                                          WHEN 'ledger_book' THEN OLD.id ELSE (to_jsonb(OLD)->>'book_id')::bigint END;
BEGIN
 IF NOT COALESCE((SELECT is_disposable FROM ledger_book WHERE id = book), false)
  AND NOT (TG_TABLE_NAME = 'ledger_account' AND (to_jsonb(OLD)->>'last_entry')::bigint = 0)
  AND NOT (TG_TABLE_NAME = 'ledger_book' AND (to_jsonb(OLD)->>'last_number')::bigint = 0)
 THEN RAISE EXCEPTION 'ledger: immutable' USING ERRCODE = '23514'; END IF;
 RETURN OLD; END $$;

-- entries
CREATE FUNCTION ledger_entries_posted() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
 -- Without this lock, entries written beside a posting could join its transaction after the seal.
 PERFORM 1 FROM ledger_book WHERE id IN (SELECT transaction_id >> 32 FROM new_rows) ORDER BY id FOR UPDATE;
 IF EXISTS (SELECT 1 FROM new_rows n JOIN ledger_transaction t ON t.id = n.transaction_id)
 THEN RAISE EXCEPTION 'ledger: sealed' USING ERRCODE = '23514'; END IF;
 UPDATE ledger_account a SET balance = a.balance + s.amount, last_entry = s.last
  FROM (SELECT account_id, SUM(amount) amount, MAX(id) last FROM new_rows GROUP BY account_id ORDER BY account_id) s
  WHERE a.id = s.account_id;
 RETURN NULL; END $$;
CREATE TRIGGER ledger_entry_posted AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS new_rows
 FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_posted();
CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry FOR EACH ROW
 EXECUTE FUNCTION ledger_refuse('immutable');
CREATE TRIGGER ledger_entry_delete BEFORE DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_delete();
CREATE TRIGGER ledger_entry_truncate BEFORE TRUNCATE ON ledger_entry
 FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('immutable');

-- accounts
CREATE FUNCTION ledger_balance_is_its_entries() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
 IF NEW.last_entry <= OLD.last_entry
  OR NOT EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.last_entry AND account_id = NEW.id)
  OR NEW.balance - OLD.balance <> (SELECT COALESCE(SUM(amount), 0) FROM ledger_entry
     WHERE account_id = NEW.id AND id > OLD.last_entry AND id <= NEW.last_entry)
 THEN RAISE EXCEPTION 'ledger: a balance moves only with its entries' USING ERRCODE = '23514'; END IF;
 RETURN NEW; END $$;
CREATE TRIGGER ledger_account_balance_is_its_entries BEFORE UPDATE OF balance, last_entry ON ledger_account FOR EACH ROW
 WHEN (NEW.balance <> OLD.balance OR NEW.last_entry <> OLD.last_entry) EXECUTE FUNCTION ledger_balance_is_its_entries();
CREATE TRIGGER ledger_account_is_born_empty BEFORE INSERT ON ledger_account FOR EACH ROW
 WHEN (NEW.balance <> 0 OR NEW.last_entry <> 0) EXECUTE FUNCTION ledger_refuse('an account is born empty');
CREATE TRIGGER ledger_account_stays BEFORE UPDATE OF id, book_id, number ON ledger_account FOR EACH ROW
 WHEN (NEW.id <> OLD.id OR NEW.book_id <> OLD.book_id OR NEW.number <> OLD.number)
 EXECUTE FUNCTION ledger_refuse('an account stays in its book');
CREATE TRIGGER ledger_account_delete BEFORE DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_delete();
CREATE TRIGGER ledger_account_truncate BEFORE TRUNCATE ON ledger_account
 FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('immutable');

-- transactions: the seal
CREATE FUNCTION ledger_transactions_sealed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
 IF EXISTS (SELECT 1 FROM new_rows n LEFT JOIN LATERAL (
   SELECT SUM(amount) total, COUNT(*) lines, bool_and(a.book_id = n.book_id) home
   FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id WHERE e.transaction_id = n.id) x ON true
  WHERE x.total IS DISTINCT FROM 0 OR x.lines < 2 OR NOT x.home)
 THEN RAISE EXCEPTION 'ledger: unbalanced' USING ERRCODE = '23514'; END IF;
 IF EXISTS (SELECT 1 FROM new_rows n JOIN ledger_book b ON b.id = n.book_id WHERE n.occurred_on <= b.closed_on)
 THEN RAISE EXCEPTION 'ledger: closed period' USING ERRCODE = '23514'; END IF;
 IF EXISTS (SELECT 1 FROM new_rows n WHERE n.reverses_id IS NOT NULL AND (n.reverses_id >> 32 <> n.book_id
   OR EXISTS (SELECT account_id FROM ledger_entry WHERE transaction_id IN (n.id, n.reverses_id)
              GROUP BY account_id HAVING SUM(amount) <> 0)))
 THEN RAISE EXCEPTION 'ledger: a reversal is the exact opposite, in the same book' USING ERRCODE = '23514'; END IF;
 IF EXISTS (SELECT 1 FROM (SELECT book_id, MIN(number) first, MAX(number) last, COUNT(*) n
                           FROM new_rows GROUP BY book_id) x
   JOIN ledger_book b ON b.id = x.book_id WHERE x.first <> b.last_number + 1 OR x.last - x.first + 1 <> x.n)
 THEN RAISE EXCEPTION 'ledger: not the next number' USING ERRCODE = '23514'; END IF;
 UPDATE ledger_book b SET last_number = n.number, head = n.hash FROM new_rows n
  WHERE n.book_id = b.id AND n.number = (SELECT MAX(number) FROM new_rows m WHERE m.book_id = b.id);
 RETURN NULL; END $$;
CREATE TRIGGER ledger_transaction_sealed AFTER INSERT ON ledger_transaction REFERENCING NEW TABLE AS new_rows
 FOR EACH STATEMENT EXECUTE FUNCTION ledger_transactions_sealed();
CREATE TRIGGER ledger_transaction_update BEFORE UPDATE OF id, book_id, number, occurred_on, recorded_at, kind,
  recorded_by, key, reverses_id, memo_digest, hash ON ledger_transaction
 FOR EACH ROW EXECUTE FUNCTION ledger_refuse('immutable');
CREATE TRIGGER ledger_transaction_memo BEFORE UPDATE OF memo, memo_salt ON ledger_transaction FOR EACH ROW
 WHEN (NEW.memo <> '') EXECUTE FUNCTION ledger_refuse('a memo can only be erased');
CREATE TRIGGER ledger_transaction_delete BEFORE DELETE ON ledger_transaction
 FOR EACH ROW EXECUTE FUNCTION ledger_delete();
CREATE TRIGGER ledger_transaction_truncate BEFORE TRUNCATE ON ledger_transaction
 FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('immutable');

-- books
CREATE FUNCTION ledger_head_is_its_last() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN
 IF NEW.last_number <= OLD.last_number OR NOT EXISTS (SELECT 1 FROM ledger_transaction
   WHERE book_id = NEW.id AND number = NEW.last_number AND hash = NEW.head)
  OR EXISTS (SELECT 1 FROM ledger_transaction WHERE book_id = NEW.id AND number > NEW.last_number)
 THEN RAISE EXCEPTION 'ledger: the head is the last transaction' USING ERRCODE = '23514'; END IF;
 RETURN NEW; END $$;
CREATE TRIGGER ledger_book_head_is_its_last BEFORE UPDATE OF last_number, head ON ledger_book FOR EACH ROW
 WHEN (NEW.last_number <> OLD.last_number OR NEW.head <> OLD.head) EXECUTE FUNCTION ledger_head_is_its_last();
CREATE TRIGGER ledger_book_is_born_empty BEFORE INSERT ON ledger_book FOR EACH ROW
 WHEN (NEW.last_number <> 0 OR NEW.head <> '') EXECUTE FUNCTION ledger_refuse('a book is born empty');
CREATE TRIGGER ledger_book_disposable BEFORE UPDATE OF id, is_disposable ON ledger_book FOR EACH ROW
 WHEN (NEW.is_disposable <> OLD.is_disposable OR NEW.id <> OLD.id)
 EXECUTE FUNCTION ledger_refuse('a book is a demo from birth or never');
CREATE TRIGGER ledger_book_delete BEFORE DELETE ON ledger_book FOR EACH ROW EXECUTE FUNCTION ledger_delete();
""")
