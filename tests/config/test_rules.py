"""Every module opens with its rule, carries a telling name, and is short enough to be read in one sitting."""

import ast

from cabas.config.rules import SOURCE, first_sentence, rules

NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "services", "common", "misc", "signals"}
LINES_OF_A_FILE_MAX = 300
LINES_OF_A_FUNCTION_MAX = 50


def test_the_first_sentence_is_the_rule():
    assert first_sentence("A group is blocked at 4. Computed, never stored.\n\nMore.") == "A group is blocked at 4."
    assert first_sentence("One rule\non two lines") == "One rule on two lines"


def test_every_module_states_its_rule():
    assert [str(path) for path, rule in rules() if not rule] == []


def test_no_module_has_a_name_that_says_nothing():
    assert [
        str(path) for path, _ in rules() if NAMES_THAT_SAY_NOTHING & {part.removesuffix(".py") for part in path.parts}
    ] == []


def test_files_and_functions_are_short():
    long = []
    for path, _ in rules():
        text = (SOURCE / path).read_text()
        if text.count("\n") > LINES_OF_A_FILE_MAX:
            long.append(f"{path}: {text.count(chr(10))} lines")
        long += [
            f"{path}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > LINES_OF_A_FUNCTION_MAX
        ]
    assert long == []
