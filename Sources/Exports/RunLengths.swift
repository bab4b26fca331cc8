/// COCO's run-length encoding of an object: pixels column by column, counts of other pixels and the object's in turn,
/// beginning with other ones, written as text (`rleToString` in cocoapi's `maskApi.c`).
enum RunLengths {
    /// The counts of an object; `runs` go along columns.
    static func counts(_ runs: ArraySlice<ObjectRuns.Run>, width: Int, height: Int) -> [Int] {
        var counts: [Int] = []
        var end = 0
        for run in runs {
            let start = Int(run.line) * height + Int(run.start)
            if start == end, !counts.isEmpty {
                // From the bottom of a column to the top of the next.
                counts[counts.count - 1] += run.length
            } else {
                counts += [start - end, run.length]
            }
            end = start + run.length
        }
        if end < width * height { counts.append(width * height - end) }
        return counts
    }

    /// The text of counts: from the third on, the difference to the one before the last, five bits a character.
    static func text(_ counts: [Int]) -> [UInt8] {
        var text: [UInt8] = []
        for index in counts.indices {
            var rest = index > 2 ? counts[index] - counts[index - 2] : counts[index]
            var goesOn = true
            while goesOn {
                let bits = UInt8(truncatingIfNeeded: rest & 0x1F)
                rest >>= 5
                goesOn = bits & 0x10 != 0 ? rest != -1 : rest != 0
                text.append(48 + (goesOn ? bits | 0x20 : bits))
            }
        }
        return text
    }
}
