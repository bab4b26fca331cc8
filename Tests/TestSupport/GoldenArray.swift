import Foundation

/// Images of the golden cases, read by Python's tifffile, which shares no code with ours.
package enum GoldenArray {
    /// The arrays of the TIFF files at `paths`, in one run of `/usr/bin/python3`.
    package static func tiffs(_ paths: [String]) throws -> [NPYArray] {
        let script = """
            import io, struct, sys, numpy, tifffile
            for path in sys.argv[1:]:
                buffer = io.BytesIO()
                numpy.save(buffer, numpy.ascontiguousarray(tifffile.imread(path)))
                sys.stdout.buffer.write(struct.pack("<Q", buffer.tell()) + buffer.getvalue())
            """
        var rest = try output(of: script, arguments: paths)[...]
        var arrays: [NPYArray] = []
        while rest.count >= 8 {
            let size = (0..<8).reduce(0) { $0 | Int(rest[rest.startIndex + $1]) << (8 * $1) }
            arrays.append(try NPYArray(Array(rest.dropFirst(8).prefix(size))))
            rest = rest.dropFirst(8 + size)
        }
        guard arrays.count == paths.count else {
            throw NPYArray.FormatError(description: "\(arrays.count) of \(paths.count) files read")
        }
        return arrays
    }

    /// The array of one TIFF file.
    package static func tiff(_ path: String) throws -> NPYArray { try tiffs([path])[0] }

    /// What a Python script writes to its standard output; it gets this process's environment if no other is given.
    package static func output(
        of script: String,
        arguments: [String],
        environment: [String: String]? = nil
    ) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let output = folder.appending("output")
        // A file rather than a pipe, which could fill up.
        let python = try ChildProcess(
            ["/usr/bin/python3", "-c", script] + arguments,
            environment: environment,
            output: .file(output)
        )
        let status = python.wait()
        let data = try Data(contentsOf: URL(filePath: output))
        guard status == 0 else {
            throw NPYArray.FormatError(description: "python3 ended with status \(status)")
        }
        return [UInt8](data)
    }
}
