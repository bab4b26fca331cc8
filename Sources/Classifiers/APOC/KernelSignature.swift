/// The opening of the kernel: its inputs, the fixed lines, and the sums of the classes (README.md, "The body").
struct KernelSignature {
    /// Inputs i0…iN-1.
    let featureCount: Int
    /// Sums s0…sC-1.
    let classCount: Int

    static let mostFeatures = 16_384
    /// Class maps are bytes, and 0 is no class.
    static let mostClasses = 255

    /// Passes everything from `__kernel` to the last sum.
    init(parsing cursor: inout GrammarCursor) throws(ClassifierError) {
        featureCount = try Self.arguments(&cursor)
        try cursor.line(
            "sampler_t sampler = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;"
        )
        try cursor.line("const int x = get_global_id(0);")
        try cursor.line("const int y = get_global_id(1);")
        try cursor.line("const int z = get_global_id(2);")
        for input in 0..<featureCount { try Self.read(input, &cursor) }
        classCount = try Self.sums(&cursor)
    }

    private static func arguments(_ cursor: inout GrammarCursor) throws(ClassifierError) -> Int {
        cursor.skipWhiteSpace()
        try cursor.match("__kernel void predict (")
        var count = 0
        while count == 0 || !cursor.skip("IMAGE_out_TYPE out) {") {
            guard count < mostFeatures else { throw cursor.sizeError("more than \(mostFeatures) inputs") }
            try cursor.match("IMAGE_in")
            try cursor.match(count, after: "IMAGE_in")
            try cursor.match("_TYPE in")
            try cursor.match(count, after: "in")
            try cursor.match(", ")
            count += 1
        }
        try cursor.endLine()
        return count
    }

    private static func read(_ input: Int, _ cursor: inout GrammarCursor) throws(ClassifierError) {
        cursor.skipWhiteSpace()
        try cursor.match("float i")
        try cursor.match(input, after: "i")
        try cursor.match(" = READ_IMAGE(in")
        try cursor.match(input, after: "in")
        try cursor.match(", sampler, POS_in")
        try cursor.match(input, after: "POS_in")
        try cursor.match("_INSTANCE(x,y,z,0)).x;")
        try cursor.endLine()
    }

    private static func sums(_ cursor: inout GrammarCursor) throws(ClassifierError) -> Int {
        var count = 0
        while true {
            cursor.skipWhiteSpace()
            // `float sum_s=s0;` opens the footer of a forest without any tree.
            let start = cursor.position
            let isSum = cursor.skip("float s") && cursor.next.map(GrammarCursor.isDigit) == true
            cursor.position = start
            guard isSum || count == 0 else { return count }
            guard count < mostClasses else { throw cursor.sizeError("more than \(mostClasses) classes") }
            try cursor.match("float s")
            try cursor.match(count, after: "s")
            try cursor.match("=0;")
            try cursor.endLine()
            count += 1
        }
    }
}
