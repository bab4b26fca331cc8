/// The end of the kernel: what is written for each pixel (README.md, "The footer").
enum KernelFooter {
    /// Passes the footer and the end of the file.
    static func output(
        _ cursor: inout GrammarCursor,
        classCount: Int
    ) throws(ClassifierError) -> ForestOutput {
        cursor.skipWhiteSpace()
        let output: ForestOutput
        if cursor.skip("float sum_s=s0;") {
            output = try probability(&cursor, classCount: classCount)
        } else {
            try cursor.match("float max_s=s0;")
            output = try classMap(&cursor, classCount: classCount)
        }
        try cursor.line("}")
        guard cursor.next == nil else { throw cursor.syntaxError(expected: "the end of the file") }
        return output
    }

    private static func probability(
        _ cursor: inout GrammarCursor,
        classCount: Int
    ) throws(ClassifierError) -> ForestOutput {
        try cursor.endLine()
        try cursor.line("int cls=1;")
        for index in 1..<max(classCount, 1) {
            cursor.skipWhiteSpace()
            try cursor.match("sum_s = sum_s + s")
            try cursor.match(index, after: "s")
            try cursor.match(";")
            try cursor.endLine()
        }
        cursor.skipWhiteSpace()
        try cursor.match("WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), s")
        let index = try cursor.index(below: classCount, "a class from s0 to s\(classCount - 1)")
        try cursor.match(" / sum_s);")
        try cursor.endLine()
        return .probability(ofClass: index + 1)
    }

    private static func classMap(
        _ cursor: inout GrammarCursor,
        classCount: Int
    ) throws(ClassifierError) -> ForestOutput {
        try cursor.endLine()
        try cursor.line("int cls=1;")
        for index in 1..<max(classCount, 1) {
            cursor.skipWhiteSpace()
            try cursor.match("if (max_s < s")
            try cursor.match(index, after: "s")
            try cursor.match(") {")
            try cursor.endLine()
            try cursor.match("max_s = s")
            try cursor.match(index, after: "s")
            try cursor.match(";")
            try cursor.endLine()
            try cursor.match("cls=")
            try cursor.match(index + 1, after: "cls=")
            try cursor.match(";")
            try cursor.endLine()
            try cursor.line("}")
        }
        try cursor.line("WRITE_IMAGE (out, POS_out_INSTANCE(x,y,z,0), cls);")
        return .classMap
    }
}
