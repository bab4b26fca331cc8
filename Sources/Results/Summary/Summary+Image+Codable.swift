import Imaging

extension Summary.Image: Codable {
    enum CodingKeys: String, CodingKey {
        case name
        case nameBytes = "name_base64"
        case folder
        case folderBytes = "folder_base64"
        case size
        case mtime
        case mtimeNanoseconds = "mtime_ns"
        case inode
        case ctimeNanoseconds = "ctime_ns"
        case sha256
        case axes
        case shape
        case pixelType = "pixel_type"
        case storedType = "stored_type"
        case pixelSize = "pixel_size"
        case position, positions, channels
        case stage
        case acquired
        case frameInterval = "frame_interval_s"
        case frameTimes = "frame_times_s"
        case together
        case members
        case missing = "members_missing"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        nameBytes = try values.decodeIfPresent(String.self, forKey: .nameBytes)
        folder = try values.decodeIfPresent(String.self, forKey: .folder)
        folderBytes = try values.decodeIfPresent(String.self, forKey: .folderBytes)
        size = try values.wholeNumber(.size)
        mtime = try values.decode(String.self, forKey: .mtime)
        mtimeNanoseconds = try values.wholeNumber(.mtimeNanoseconds)
        inode = try values.wholeNumberIfPresent(.inode)
        ctimeNanoseconds = try values.wholeNumberIfPresent(.ctimeNanoseconds)
        sha256 = try values.decodeIfPresent(String.self, forKey: .sha256)
        axes = try values.decodeIfPresent(String.self, forKey: .axes)
        shape = try values.decodeIfPresent([Int].self, forKey: .shape)
        pixelType = try values.decodeIfPresent(PixelType.self, forKey: .pixelType)
        storedType = try values.decodeIfPresent(String.self, forKey: .storedType)
        pixelSize = try values.decodeIfPresent(PixelSize.self, forKey: .pixelSize)
        position = try values.decodeIfPresent(String.self, forKey: .position)
        positions = try values.decodeIfPresent([String].self, forKey: .positions)
        channels = try values.decodeIfPresent([String].self, forKey: .channels)
        frameInterval = try values.decodeIfPresent(Double.self, forKey: .frameInterval)
        let told = Acquisition(
            date: try values.decodeIfPresent(String.self, forKey: .acquired),
            stage: try values.decodeIfPresent(StagePosition.self, forKey: .stage),
            frameTimes: try values.decodeIfPresent([Double].self, forKey: .frameTimes)
        )
        acquisition = told.isEmpty ? nil : told
        together = try values.decodeIfPresent(String.self, forKey: .together)
        members = try values.decodeIfPresent([Summary.Image].self, forKey: .members)
        missing = try values.decodeIfPresent([String].self, forKey: .missing)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encodeIfPresent(nameBytes, forKey: .nameBytes)
        try values.encodeIfPresent(folder, forKey: .folder)
        try values.encodeIfPresent(folderBytes, forKey: .folderBytes)
        try values.encode("\(size)", forKey: .size)
        try values.encode(mtime, forKey: .mtime)
        try values.encode("\(mtimeNanoseconds)", forKey: .mtimeNanoseconds)
        try values.encodeIfPresent(inode.map { "\($0)" }, forKey: .inode)
        try values.encodeIfPresent(ctimeNanoseconds.map { "\($0)" }, forKey: .ctimeNanoseconds)
        try values.encodeIfPresent(sha256, forKey: .sha256)
        try values.encodeIfPresent(axes, forKey: .axes)
        try values.encodeIfPresent(shape, forKey: .shape)
        try values.encodeIfPresent(pixelType, forKey: .pixelType)
        try values.encodeIfPresent(storedType, forKey: .storedType)
        try values.encodeIfPresent(pixelSize, forKey: .pixelSize)
        try values.encodeIfPresent(position, forKey: .position)
        try values.encodeIfPresent(positions, forKey: .positions)
        try values.encodeIfPresent(channels, forKey: .channels)
        try values.encodeIfPresent(frameInterval, forKey: .frameInterval)
        try values.encodeIfPresent(acquisition?.date, forKey: .acquired)
        try values.encodeIfPresent(acquisition?.stage, forKey: .stage)
        // A summary has to stay readable at once; the image itself has the times of very long series.
        let times = acquisition?.frameTimes.flatMap { $0.count > 20_000 ? nil : $0 }
        try values.encodeIfPresent(times, forKey: .frameTimes)
        try values.encodeIfPresent(together, forKey: .together)
        try values.encodeIfPresent(members, forKey: .members)
        try values.encodeIfPresent(missing, forKey: .missing)
    }
}
