"""The benchmarks: one file each, every figure a ratio against a named opponent measured in the same run.

A benchmark is a module here with a docstring (its first line says what is compared) and a function `measure() -> Report`.
It is found by its name; `report`, `registry` and what begins with an underscore are none.
"""
