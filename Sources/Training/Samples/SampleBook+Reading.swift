import Crypto
import FoundationEssentials
import Glibc

extension SampleFile {
    /// What the header of an open file says, without its values, which are not checked.
    ///
    /// - Throws: where it is no file of samples, or a part of one.
    package static func header(of descriptor: Int32) throws(SamplesError) -> Header {
        var source = Source(descriptor: descriptor)
        return try source.header()
    }

    /// An open file that is read from its beginning to its end.
    struct Source {
        let descriptor: Int32
        var offset = 0
        var hash = SHA256()

        /// The bytes of the whole file.
        func size() throws(SamplesError) -> Int {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw .system(code: errno, writing: false) }
            return Int(status.st_size)
        }

        /// The next `count` values.
        mutating func values<Value: BitwiseCopyable>(_ count: Int, of zero: Value) throws(SamplesError) -> [Value] {
            var values = [Value](repeating: zero, count: count)
            var (code, missing): (Int32, Int) = (0, 0)
            values.withUnsafeMutableBytes { bytes in
                var done = 0
                while done < bytes.count {
                    let more = pread(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
                    if more < 0 && errno == EINTR { continue }
                    guard more > 0 else {
                        code = more < 0 ? errno : 0
                        missing = bytes.count - done
                        return
                    }
                    done += more
                }
                hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            }
            let bytes = values.count * MemoryLayout<Value>.size
            if code != 0 { throw .system(code: code, writing: false) }
            if missing > 0 { throw .truncated(bytes: offset + bytes - missing, expected: offset + bytes) }
            offset += bytes
            return values
        }

        /// The next `count` runs of places.
        mutating func runs(_ count: Int) throws(SamplesError) -> [Range<UInt64>] {
            let ends = try values(2 * count, of: UInt64(0))
            var runs: [Range<UInt64>] = []
            runs.reserveCapacity(count)
            for index in stride(from: 0, to: ends.count, by: 2) {
                guard ends[index] < ends[index + 1] else { throw .damaged("a run of places has none") }
                runs.append(ends[index]..<ends[index + 1])
            }
            return runs
        }

        /// The header, and that the file has as many bytes as it says.
        mutating func header() throws(SamplesError) -> Header {
            let size = try size()
            let line = try values(min(size, SampleFile.mostLineBytes), of: UInt8(0))
            guard line.starts(with: SampleFile.magic) else { throw .foreign }
            let rest = line.dropFirst(SampleFile.magic.count)
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                if size < SampleFile.mostLineBytes { throw .truncated(bytes: size, expected: line.count + 8) }
                throw .foreign
            }
            let version = String(decoding: rest[..<end], as: UTF8.self)
            guard let number = Int(version), number > 0 else { throw .foreign }
            guard number <= SampleFile.version else { throw .newer(version: version) }
            (offset, hash) = (0, SHA256())
            _ = try values(end + 1, of: UInt8(0))
            let length = try values(1, of: UInt64(0))[0].littleEndian
            guard length <= SampleFile.mostHeaderBytes else { throw .damaged("its header has \(length) bytes") }
            guard size - offset >= Int(length) else {
                throw .truncated(bytes: size, expected: offset + Int(length))
            }
            let text = try values(Int(length), of: UInt8(0))
            let header: Header
            do { header = try JSONDecoder().decode(Header.self, from: Data(text)) } catch {
                throw .damaged("its header cannot be read")
            }
            guard let valueBytes = header.valueBytes else { throw .damaged("its header has impossible numbers") }
            // Blocks without rows have columns too, which take room though the file has none for them.
            let (columns, isTooMany) = header.featureNames.count.multipliedReportingOverflow(by: header.blocks.count)
            guard !isTooMany, columns <= size else { throw .damaged("it has more columns than bytes") }
            let (expected, overflow) = valueBytes.addingReportingOverflow(offset + SampleFile.digestBytes)
            if overflow || size < expected { throw .truncated(bytes: size, expected: overflow ? .max : expected) }
            if size > expected { throw .damaged("\(size - expected) bytes follow its end") }
            return header
        }
    }
}

extension SampleBook {
    /// Reads an open file of samples; its position is left alone.
    ///
    /// - Throws: where it is not what was written, by what is wrong.
    package init(reading descriptor: Int32) throws(SamplesError) {
        var source = SampleFile.Source(descriptor: descriptor)
        // The header's numbers are bounded by the size of the file from here on.
        let header = try source.header()
        self.init(
            kind: header.kind,
            featureSpecification: header.featureSpecification,
            featureNames: header.featureNames,
            channelCount: header.channelCount,
            dimensions: header.dimensions
        )
        choices = header.choices
        classifierSHA256 = header.classifierSHA256
        for part in header.blocks {
            var columns: [[Float]] = []
            for _ in header.featureNames { columns.append(try source.values(part.rows, of: Float(0))) }
            blocks.append(
                SampleBlock(
                    image: part.image,
                    imageSHA256: part.imageSHA256,
                    annotation: part.annotation,
                    annotationSHA256: part.annotationSHA256,
                    columns: columns,
                    annotations: try source.values(part.rows, of: Int32(0)),
                    units: try source.values(part.rows, of: UInt32(0)),
                    places: try source.values(part.rows, of: UInt64(0)),
                    isTest: try source.values(part.rows, of: UInt8(0)).map { $0 != 0 }
                )
            )
        }
        for image in header.past ?? [] {
            let decided = DecidedPlaces(
                image: image.image,
                imageSHA256: image.imageSHA256,
                trained: try source.runs(image.trained),
                held: try source.runs(image.held)
            )
            guard decided.isSound else { throw .damaged("its places are not in order") }
            past.append(decided)
        }
        let digest = Array(source.hash.finalize())
        guard try source.values(SampleFile.digestBytes, of: UInt8(0)) == digest else {
            throw .damaged("its SHA-256 is not that at its end")
        }
        guard blocks.allSatisfy({ block in block.annotations.allSatisfy { $0 > 0 } }) else {
            throw .damaged("an annotation is not above 0")
        }
    }
}
