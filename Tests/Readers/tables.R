# Says what R reads from tables of objects: a line for each, of fields "name=value" separated by tabs.
for (path in commandArgs(trailingOnly = TRUE)) {
    table <- read.csv(path, check.names = FALSE)
    sums <- sapply(table, function(column) if (is.character(column)) NaN else sum(column))
    # A column without any value is logical to R.
    texts <- names(table)[sapply(table, is.character)]
    cat(path, "\trows=", nrow(table), "\tcolumns=", paste(names(table), collapse = "|"),
        "\tsums=", paste(sprintf("%.17g", sums), collapse = "|"),
        "\ttexts=", paste(texts, collapse = "|"), "\n", sep = "")
}
