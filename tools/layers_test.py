#!/usr/bin/env python3
"""What tools/layers.py must catch, and what it must leave alone."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import layers  # noqa: E402


class Includes(unittest.TestCase):
    def test_a_layer_may_include_what_its_layers_include(self):
        self.assertEqual(layers.check_source("src/render/html.cpp", '#include "model/fact.hpp"\n', "render"), [])

    def test_an_upward_include_is_found_with_its_line(self):
        found = layers.check_source("src/base/x.hpp", '#pragma once\n#include "model/fact.hpp"\n', "base")
        self.assertEqual(len(found), 1)
        self.assertTrue(found[0].startswith("src/base/x.hpp:2: base/ may not include model/"), found)

    def test_a_sideways_include_is_found(self):
        self.assertTrue(layers.check_source("src/formula/x.cpp", '#include "text/csv.hpp"\n', "formula"))

    def test_a_test_may_include_more(self):
        self.assertEqual(layers.check_source("src/base/x_test.cpp", '#include "model/fact.hpp"\n', "base"), [])

    def test_the_table_has_no_cycle(self):
        for layer, uses in layers.LAYERS.items():
            for other in uses:
                self.assertNotIn(layer, layers.allowed(other) if other != layer else set())

    def test_a_heavy_header_in_a_header_is_found(self):
        text = "#include <boost/json.hpp>\n"
        self.assertTrue(layers.check_source("src/text/json.hpp", text, "text"))
        self.assertEqual(layers.check_source("src/text/json.cpp", text, "text"), [])


class Purity(unittest.TestCase):
    def test_a_clock_a_file_and_the_environment_are_found_in_the_core(self):
        for code in ("auto t = std::chrono::system_clock::now();", "std::ifstream in(path);", 'getenv("HOME");',
                     "std::jthread worker;", "std::cout << 1;", 'printf("x");'):
            self.assertTrue(layers.check_source("src/model/x.cpp", code + "\n", "model"), code)

    def test_words_in_comments_and_strings_are_no_code(self):
        text = '// std::ifstream is not used\nauto s = "getenv";\n/* std::cout */\n'
        self.assertEqual(layers.check_source("src/model/x.cpp", text, "model"), [])

    def test_the_edge_may_do_input_and_output(self):
        self.assertEqual(layers.check_source("src/store/x.cpp", "std::ofstream out(path);\n", "store"), [])

    def test_formatting_to_memory_is_no_output(self):
        self.assertEqual(layers.check_source("src/model/x.cpp", "snprintf(b, n, f); fmt::format(f);\n", "model"), [])

    def test_a_hidden_call_is_found_in_the_object(self):
        with tempfile.TemporaryDirectory() as folder:
            at = pathlib.Path(folder)
            (at / "x.cpp").write_text("#include <ctime>\nlong f() { return time(nullptr); }\nlong g() { return 1; }\n")
            subprocess.run(["g++", "-c", "x.cpp", "-o", "x.o"], cwd=at, check=True)
            subprocess.run(["ar", "rcs", "libmodel.a", "x.o"], cwd=at, check=True)
            found = layers.check_symbols(at / "libmodel.a", "model")
            self.assertEqual(len(found), 1)
            self.assertIn("refers to time", found[0])


class Tree(unittest.TestCase):
    def test_an_unknown_folder_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "src" / "helpers"
            path.mkdir(parents=True)
            (path / "x.cpp").write_text("\n")
            self.assertIn("not in the table", layers.check_tree(pathlib.Path(folder))[0])


if __name__ == "__main__":
    unittest.main()
