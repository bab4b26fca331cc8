import TIFFFiles
import WorkerProtocol

extension ImageFileSet {
    /// The files of the image of which the TIFF open as `descriptor` holds a part; nil where it holds all of it.
    ///
    /// Where the answer has a companion and none was given, the files are known only once that is given too.
    ///
    /// - Parameter companion: the file that the answer without it named, and how it is called.
    /// - Throws: why the file cannot be read, or that it names files outside its folder.
    init?(
        descriptor: Int32,
        name: String,
        companion: (descriptor: Int32, name: String)? = nil
    ) throws(Failure) {
        let set: TIFFFileSet?
        do {
            set = try TIFFFileSet(
                of: TIFFSource(fileDescriptor: descriptor, name: name),
                companion: companion.map { TIFFSource(fileDescriptor: $0.descriptor, name: $0.name) }
            )
        } catch {
            throw Failure(reading: error)
        }
        guard let set else { return nil }
        self.init(first: set.first, files: set.files, companion: set.companion)
    }
}
