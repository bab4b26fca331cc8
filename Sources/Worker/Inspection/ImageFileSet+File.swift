import WorkerProtocol

extension ImageFileSet {
    /// The files of the image of which the TIFF open as `descriptor` holds a part; nil where it holds all of it.
    init?(descriptor: Int32, name: String) throws(Failure) {
        return nil
    }
}
