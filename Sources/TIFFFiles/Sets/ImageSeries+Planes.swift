extension ImageSeries {
    /// Where the plane `index` of the sequence lies among `files`.
    func plane(_ index: Int, of files: [OpenTIFF]) -> StoredPlane {
        guard case .spread(let places, let sources) = source else { return source.plane(index, in: files[0]) }
        let place = places[index]
        return sources[Int(place.file)].plane(Int(place.plane), in: files[Int(place.file)])
    }
}

extension ImageSeries.Source {
    /// Where the plane `index` of those in one file lies.
    fileprivate func plane(_ index: Int, in file: OpenTIFF) -> StoredPlane {
        switch self {
        case .pages(let pages): StoredPlane(file: file, place: .page(pages[index]))
        case .contiguous(let planes): StoredPlane(file: file, place: .contiguous(planes, index))
        case .spread(let places, let sources): sources[0].plane(Int(places[index].plane), in: file)
        }
    }
}
