import Glibc

/// Looks at the heaps of a file's texts before libhdf5 does, which believes what they say of their sizes (1.10: it reads beyond
/// their ends, or goes round for ever).
enum HeapCheck {
    /// What a collection begins with: its name, version 1, and three bytes of nothing.
    private static let mark = Array("GCOL".utf8) + [1, 0, 0, 0]
    /// Bytes before the objects of a collection, and before the content of each.
    private static let header = 16

    /// - Throws: where an object of a heap ends beyond it.
    static func check(_ image: UnsafeRawBufferPointer) throws(HDF5Problem) {
        guard let base = image.baseAddress else { return }
        var start = 0
        while start + header <= image.count, let found = memchr(base + start, Int32(mark[0]), image.count - start) {
            let place = UnsafeRawPointer(found) - base
            guard place + header <= image.count else { return }
            start = place + 1
            guard memcmp(found, mark, mark.count) == 0 else { continue }
            let size = image.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)
            guard size >= header, size <= image.count - place else { throw damaged }
            try check(UnsafeRawBufferPointer(rebasing: image[place..<place + Int(size)]), from: header)
        }
    }

    /// The objects of a collection: index, references, size, content; index 0 is what is free, up to the end.
    private static func check(_ heap: UnsafeRawBufferPointer, from first: Int) throws(HDF5Problem) {
        var place = first
        while place + header <= heap.count {
            let index = heap.loadUnaligned(fromByteOffset: place, as: UInt16.self)
            let size = heap.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)
            guard size <= heap.count - place else { throw damaged }
            let needed = index == 0 ? Int(size) : header + (Int(size) + 7) / 8 * 8
            guard needed >= header, needed <= heap.count - place else { throw damaged }
            place += needed
        }
    }

    private static let damaged = HDF5Problem.damaged("the texts in it end beyond their place")
}
