package import Results
import Synchronization
import SystemPackage

/// Which doubts about the images of one folder and recipe are news: the first of a kind, then the 2nd, 4th, 8th, 16th …
///
/// A camera that is left dark overnight makes a line of the journal once in a while, not one an image. When ten images
/// in a row had no such doubt, the next is the first again.
package struct FlagRepeats: Sendable {
    private static let calm = 10

    /// How many images had it, and how many since had not.
    private var kinds: [String: (count: Int, since: Int)] = [:]

    /// Nothing was said yet.
    package init() {}

    /// Notes the doubts about the next image; those that are news, with how many images had each so far.
    package mutating func news(among flags: [Summary.Flag]) -> [(flag: Summary.Flag, count: Int)] {
        let present = Set(flags.map(\.kind))
        for kind in kinds.keys where !present.contains(kind) {
            kinds[kind]?.since += 1
            if let since = kinds[kind]?.since, since >= Self.calm { kinds[kind] = nil }
        }
        for kind in present { kinds[kind] = ((kinds[kind]?.count ?? 0) + 1, 0) }
        return flags.compactMap { flag in
            guard let count = kinds[flag.kind]?.count, count.nonzeroBitCount == 1 else { return nil }
            return (flag, count)
        }
    }
}

/// The repeats of all folders and recipes.
final class FlagNews: Sendable {
    private struct Subject: Hashable {
        let folder: FilePath
        let recipe: String?
    }

    private let repeats = Mutex<[Subject: FlagRepeats]>([:])

    /// Notes the doubts about an image of a folder; those that are news, with how many images had each so far.
    func news(of summary: Summary, in folder: FilePath) -> [(flag: Summary.Flag, count: Int)] {
        let subject = Subject(folder: folder, recipe: summary.recipe)
        return repeats.withLock { $0[subject, default: FlagRepeats()].news(among: summary.flags) }
    }
}
