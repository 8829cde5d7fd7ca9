"""The rules of the regulation (668/QĐ-BNV) as pure functions: values in, findings out."""
