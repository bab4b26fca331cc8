/// Where a plane lies among several files.
struct PlanePlace: Equatable {
    /// The number of the file, from 0.
    var file: Int32
    /// The plane within that file, from 0.
    var plane: Int32

    /// The plane `plane` of the file `file`.
    init(file: Int, plane: Int) { (self.file, self.plane) = (Int32(clamping: file), Int32(clamping: plane)) }
}
