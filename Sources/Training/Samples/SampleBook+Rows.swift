extension SampleBook {
    /// What a forest learns: the rows that `isTaken` names, in their order, with the given classes.
    ///
    /// - Parameters:
    ///   - classes: the annotations, ascending; rows with others are left out.
    ///   - isTaken: told the number of the block and of the row in it; nil for all that are not held back.
    package func rows(
        classes: [Int32],
        where isTaken: ((_ block: Int, _ row: Int) -> Bool)? = nil
    ) -> TrainingRows {
        var numbers: [Int32: UInt8] = [:]
        for (number, annotation) in classes.enumerated() { numbers[annotation] = UInt8(number) }
        var taken: [[Int]] = []
        var ofRows: [UInt8] = []
        for (number, block) in blocks.enumerated() {
            var rows: [Int] = []
            for row in 0..<block.count where isTaken?(number, row) ?? !block.isTest[row] {
                guard let ofRow = numbers[block.annotations[row]] else { continue }
                rows.append(row)
                ofRows.append(ofRow)
            }
            taken.append(rows)
        }
        let columns = featureNames.indices.map { feature in
            var column: [Float] = []
            column.reserveCapacity(ofRows.count)
            for (block, rows) in zip(blocks, taken) {
                let values = block.columns[feature]
                if rows.count == values.count {
                    column += values
                } else {
                    for row in rows { column.append(values[row]) }
                }
            }
            return column
        }
        return TrainingRows(columns: columns, classes: ofRows, classCount: classes.count)
    }
}
