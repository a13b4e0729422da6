import unittest

from src.intervals import merge, total


class MergeTest(unittest.TestCase):
    def test_apart(self):
        self.assertEqual(merge([(5, 6), (1, 2)]), [(1, 2), (5, 6)])

    def test_overlapping(self):
        self.assertEqual(merge([(1, 4), (2, 3), (4, 9)]), [(1, 9)])

    def test_touching(self):
        self.assertEqual(merge([(1, 2), (3, 4)]), [(1, 4)])

    def test_total(self):
        self.assertEqual(total([(1, 2), (2, 3), (7, 7)]), 4)


if __name__ == "__main__":
    unittest.main()
