import Forests
import OpenCLRuntime

/// The forests that were used last, ready on the device: the recipes of a folder take turns.
struct ForestCache {
    private struct Entry {
        var forest: RandomForest
        var wantsVotes: Bool
        var walks: Bool
        var onDevice: DeviceForest
    }

    private static let mostEntries = 8
    /// The one used last comes last.
    private var entries: [Entry] = []

    /// `forest` on the device of `kernels`, copied there if it is not among the last ones.
    mutating func forest(
        _ forest: RandomForest,
        _ kernels: KernelSet,
        wantsVotes: Bool,
        walks: Bool
    ) throws(OpenCLError) -> DeviceForest {
        let walks = walks || kernels.lanes == 1
        // Cheap: arrays that share their memory are equal without a look at their elements.
        let known = entries.firstIndex { entry in
            entry.wantsVotes == wantsVotes && entry.walks == walks && entry.forest == forest
        }
        if let known {
            entries.append(entries.remove(at: known))
        } else {
            let onDevice = try DeviceForest(forest, context: kernels.context, wantsVotes: wantsVotes, walks: walks)
            if entries.count == Self.mostEntries { entries.removeFirst() }
            entries.append(Entry(forest: forest, wantsVotes: wantsVotes, walks: walks, onDevice: onDevice))
        }
        return entries[entries.count - 1].onDevice
    }
}
