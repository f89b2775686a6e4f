#!/usr/bin/env python3
"""Tests of what the measuring itself reckons: falls against a baseline, macro-F1, evasive spellings, tallies."""

import pathlib
import tempfile
import unittest

import catching
import figures
import tally
from corpora import Judged
from figures import Figure
from sentiment import macro_f1


def falls_from(before, now):
    with tempfile.TemporaryDirectory() as folder:
        baseline = pathlib.Path(folder) / "baseline.ndjson"
        figures.write([before], baseline)
        return list(figures.falls(now, baseline))


class Falls(unittest.TestCase):
    def test_a_point_is_forgiven_and_more_is_not(self):
        before = Figure("recall", "c", 0.50, 10)
        self.assertEqual(falls_from(before, [Figure("recall", "c", 0.491, 10)]), [])
        self.assertEqual(len(falls_from(before, [Figure("recall", "c", 0.489, 10)])), 1)

    def test_a_rise_is_no_fall_and_of_a_rate_of_harm_it_is_one(self):
        self.assertEqual(falls_from(Figure("recall", "c", 0.5, 10), [Figure("recall", "c", 0.9, 10)]), [])
        self.assertEqual(len(falls_from(Figure("harm", "c", 0.1, 10, None, True), [Figure("harm", "c", 0.2, 10, None, True)])), 1)

    def test_a_goal_that_is_lost_is_a_fall_however_small(self):
        before = Figure("hidden", "c", 0.0029, 1000, 0.003, True)
        self.assertEqual(len(falls_from(before, [Figure("hidden", "c", 0.0031, 1000, 0.003, True)])), 1)

    def test_a_figure_that_is_gone_has_fallen(self):
        self.assertEqual(len(falls_from(Figure("recall", "c", 0.5, 10), [])), 1)


class MacroF1(unittest.TestCase):
    def test_is_the_mean_over_the_kinds_that_are_there(self):
        self.assertEqual(macro_f1([("positive", "positive"), ("negative", "negative")]), 1)
        # positive: 2·1/(1+2), negative: 0
        self.assertAlmostEqual(macro_f1([("positive", "positive"), ("negative", "positive")]), 1 / 3)


class EvasiveSpellings(unittest.TestCase):
    def spells(self, kind, text):
        return catching.is_evasive_spelling(Judged({"id": "1", "text": text, "labels": {"functionality": kind}}, {}), {"scallywag"})

    def test_each_kind_is_recognised(self):
        self.assertTrue(self.spells("spell_leet_h", "you 5c4llyw4g"))
        self.assertTrue(self.spells("spell_space_add_h", "you s c a l l y w a g"))
        self.assertTrue(self.spells("spell_space_del_h", "allscallywagsgo"))
        self.assertTrue(self.spells("spell_char_swap_h", "you scallwyag"))
        self.assertTrue(self.spells("spell_char_del_h", "you scalywag"))

    def test_a_plain_spelling_or_another_word_is_none(self):
        self.assertFalse(self.spells("spell_leet_h", "you scallywag"))
        self.assertFalse(self.spells("spell_char_del_h", "you neighbour"))
        self.assertFalse(self.spells("slur_h", "you 5c4llyw4g"))


class Tally(unittest.TestCase):
    def test_the_tables_of_quality_md_are_counted_from_the_readings(self):
        told = (pathlib.Path(__file__).resolve().parent.parent.parent / "rules/QUALITY.md").read_text(encoding="utf-8")
        self.assertIn("\n".join(tally.lines(None)), told)

    def test_a_hundred_of_each_list_were_read_where_there_are_so_many(self):
        counts = {key: len(kinds) for key, kinds in tally.read().items()}
        fewer = {("false-hits", "fr"): 81}  # all there were
        self.assertEqual(counts, {(name, lang): fewer.get((name, lang), 100) for name in tally.KINDS for lang in tally.LANGUAGES})


if __name__ == "__main__":
    unittest.main()
