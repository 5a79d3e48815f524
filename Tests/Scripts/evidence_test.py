# SPDX-License-Identifier: Apache-2.0
"""Every test that the security articles name as evidence is in the sources, and every requirement that they have to answer is answered.

usage: evidence_test.py            needs Python's standard library alone

A test is named in backticks: `Suite/its sentence` for Swift Testing, `file_test.py/Class.test_name` for Python.
"""
import ast
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "Sources" / "BlocksCore" / "Documentation.docc"
NAMES = ["SecurityRequirements.md", "ThreatModel.md", "Weaknesses.md"]

# The rows of OWASP ASVS 5.0 that this project answers, by chapter.
REQUIREMENTS = """
3.3.1 3.3.2 3.3.3 3.3.4 3.3.5 3.4.1 3.4.2 3.4.4 3.4.5 3.5.1 3.5.2 3.5.3 4.1.3 6.3.1 6.3.4 6.3.8 6.4.1 6.4.3 6.5.1 6.6.2 6.6.3
7.1.1 7.1.2 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.5 7.5.1 7.5.2 7.5.3 7.6.1 7.6.2
9.1.1 9.1.2 9.1.3 9.2.1 9.2.2 9.2.3 9.2.4 10.1.1 10.1.2 10.2.1 10.2.2 11.3.2 11.3.3 11.3.4 11.3.5 11.5.1 13.3.1 13.3.4
16.2.5 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.5.1 16.5.2 16.5.3 16.5.4
""".split()

# How many rows each part of the list of known weaknesses of the reference has.
WEAKNESSES = {"H": 23, "K": 7, "S": 16, "A": 20, "M": 11, "L": 15, "I": 12, "N": 6}
# What has nothing to test here; the article says why.
UNTESTED = ["N2"]

SPAN = re.compile(r"(?<!`)`([^`]+)`(?!`)")
NAMED = re.compile(r"(?:[A-Z][^/]*[^/\s]|\w+_test\.py)/\S.*", re.S)
TYPE = re.compile(
    r"^(?:@\w+(?:\([^\n]*\))? +)*(?:(?:private|fileprivate|final|public) +)*(?:struct|class|enum|actor|extension) +(?:`([^`]+)`|([\w.]+))"
)
TEST = re.compile(r"func +`([^`]+)`\(")


def swift_tests():
    """The sentences of each suite."""
    found = {}
    for path in (ROOT / "Tests").rglob("*.swift"):
        for suite, sentence in tests_of(path.read_text()):
            found.setdefault(suite, set()).add(sentence)
    return found


def tests_of(text):
    """The tests of a source as (suite, sentence); functions without `@Test`, and tests that are switched off, are none."""
    suite, traits = None, ""
    for line in text.splitlines():
        if declared := TYPE.match(line):
            suite = declared[1] or declared[2].split(".")[-1]
        if "@Test" in line:
            traits = ""
        elif not traits:
            continue
        traits += line
        if sentence := TEST.search(traits):
            if suite and ".disabled" not in traits:
                yield suite, sentence[1]
        if "func " in traits:
            traits = ""


def python_tests():
    """`Class.test_name` of each file."""
    found = {}
    for path in (ROOT / "Tests").rglob("*_test.py"):
        names = found.setdefault(path.name, set())
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                names.update(f"{node.name}.{item.name}" for item in node.body if isinstance(item, ast.FunctionDef))
    return found


def named(text):
    """The tests that a text names, as (suite, sentence)."""
    for span in SPAN.findall(text):
        span = " ".join(span.split())
        if NAMED.fullmatch(span) and not span.startswith(("Sources/", "Tests/")):
            yield tuple(span.split("/", 1))


def rows(text):
    """The rows of an article's tables, heads and rules left out, as lists of cells."""
    for line in text.splitlines():
        if line.startswith("|") and not set(line) <= set("|-: "):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


class Evidence(unittest.TestCase):
    def setUp(self):
        self.articles = {name: (ARTICLES / name).read_text() for name in NAMES}

    def test_every_named_test_exists(self):
        tests = {**swift_tests(), **python_tests()}
        missing = [
            f"{article}: `{suite}/{sentence}`"
            for article, text in self.articles.items()
            for suite, sentence in named(text)
            if sentence not in tests.get(suite, ())
        ]
        self.assertEqual(missing, [], "\n".join(["named, but in no source:", *missing]))

    def test_every_requirement_has_a_row_with_a_test_or_a_gap_in_words(self):
        text = self.articles["SecurityRequirements.md"]
        answers = {cells[0]: cells for cells in rows(text) if re.fullmatch(r"\d+\.\d+\.\d+", cells[0])}
        self.assertEqual(sorted(answers), sorted(REQUIREMENTS))
        for number, cells in answers.items():
            level, proof = cells[1], cells[-1]
            self.assertIn(level, ("1", "2", "3"), number)
            # A gap is written down for what level 3 asks, or what no code of this package can do.
            self.assertTrue(list(named(proof)) or proof.startswith("Gap:"), f"{number} has no evidence")

    def test_every_known_weakness_has_a_row_with_a_test(self):
        text = self.articles["Weaknesses.md"]
        answers = {cells[0]: cells[-1] for cells in rows(text) if re.fullmatch(r"[a-j]|[A-Z]\d+", cells[0])}
        expected = [*"abcdefghij", *(f"{part}{n}" for part, count in WEAKNESSES.items() for n in range(1, count + 1))]
        self.assertEqual(sorted([*answers, *UNTESTED]), sorted(expected))
        self.assertEqual([number for number, proof in answers.items() if not list(named(proof))], [])
        for number in UNTESTED:
            self.assertIn(f" {number}, ", text)

    def test_names_are_told_from_other_code(self):
        text = "`SignUpTests/a b, c` ``Type/member`` `GET /x` `a_test.py/A.test_b` `Sources/App` `LimitTests/one\ntwo`"
        self.assertEqual(
            list(named(text)), [("SignUpTests", "a b, c"), ("a_test.py", "A.test_b"), ("LimitTests", "one two")]
        )

    def test_functions_that_are_not_run_are_no_tests(self):
        text = """struct ATests {
            @Test func `one`() {}
            @Test(
                arguments: [1])
            func `two`(number: Int) {}
            func `helper`() {}
            @Test(.disabled()) func `off`() {}
            @Test(
                .disabled("why"), arguments: [1])
            func `off too`() {}
            func `helper too`() {}
        }"""
        self.assertEqual(list(tests_of(text)), [("ATests", "one"), ("ATests", "two")])

    def test_the_sources_are_read(self):
        tests = swift_tests()
        self.assertGreater(sum(map(len, tests.values())), 1000)
        self.assertIn("guessing ends after five tries", tests["PasswordResetTests"])
        self.assertIn("Evidence.test_the_sources_are_read", python_tests()["evidence_test.py"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
