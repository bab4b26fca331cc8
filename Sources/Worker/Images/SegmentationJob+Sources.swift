import TIFFFiles
import WorkerProtocol

extension SegmentationJob {
    /// The files of the image, from the descriptors that came with the job.
    func sources(_ descriptors: [Int32]) -> [TIFFSource] {
        sources(image: descriptors[0], members: Array(descriptors.dropFirst().prefix(members.count)))
    }

    /// The files of the image; `members` are the descriptors of those that the job calls so.
    func sources(image: Int32, members: [Int32]) -> [TIFFSource] {
        let first = TIFFSource(fileDescriptor: image, name: imageName, place: imagePlace, names: imagePlaceNames)
        let others = zip(self.members, members).map { member, descriptor in
            TIFFSource(fileDescriptor: descriptor, name: member.name, place: member.place, names: member.names)
        }
        return [first] + others
    }
}
