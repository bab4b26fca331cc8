extension ImageSeries {
    /// Where the plane `index` of the sequence lies among `files`.
    func plane(_ index: Int, of files: [OpenTIFF]) -> StoredPlane {
        switch source {
        case .pages(let pages): StoredPlane(file: files[0], place: .page(pages[index]))
        case .spread(let pages, let numbers): StoredPlane(file: files[numbers[index]], place: .page(pages[index]))
        case .contiguous(let planes): StoredPlane(file: files[0], place: .contiguous(planes, index))
        }
    }
}
