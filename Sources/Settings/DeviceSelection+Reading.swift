import Devices

extension DeviceSelection {
    /// The keys of `[device]`.
    static let keys = ["kind", "name", "threads"]

    /// Reads `[device]`; nil when it asks for nothing in particular.
    init?(reading reader: TableReader) {
        let kind: DeviceKind? = reader.choice("kind")
        let name = reader.text("name", example: "NVIDIA")
        if let name, name.trimmed.isEmpty {
            reader.problem("name", "is empty", remedy: "write part of a name that `segmentd devices` lists")
        }
        let threads = reader.integer("threads", in: 1...1024)
        guard kind != nil || name != nil || threads != nil else { return nil }
        self.init(kind: kind, name: name, threads: threads)
    }
}
