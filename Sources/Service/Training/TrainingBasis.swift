package import Files
import FoundationEssentials

/// What a classifier was trained from: what another training is compared with, to see what is new.
///
/// Kept as text in each version (`VersionRecord.basis`).
package struct TrainingBasis: Sendable, Codable, Equatable {
    /// An image and its annotation, as they were.
    package struct Pair: Sendable, Codable, Equatable {
        /// Where the annotation lies below its folder.
        package var annotation: String
        /// What tells whether the files are those that they were.
        package var states: [String]

        /// The files in these states: image, annotation, label image.
        ///
        /// Not by the time at which their attributes changed: another group or a second name is no other content.
        package init(annotation: String, states: [FileState]) {
            self.annotation = annotation
            self.states = states.map { state in
                let identity = state.identity
                let modified = "\(identity.modificationSeconds).\(identity.modificationNanoseconds)"
                return "\(identity.size) \(modified) \(state.inode)"
            }
        }

        /// Whether the annotation was as it is in this state, whatever its image was.
        func isOf(annotation state: FileState) -> Bool {
            guard states.count > 1 else { return false }
            var its = self
            its.states = [states[1]]
            return its == Pair(annotation: annotation, states: [state])
        }
    }

    /// What samples depend on (`TrainingSettings.identity`).
    package var samples: String
    /// What only the forest depends on.
    package var forest: String
    /// By the names of the images below their folder.
    package var pairs: [String: Pair]

    /// A basis of nothing yet.
    package init(samples: String, forest: String, pairs: [String: Pair] = [:]) {
        (self.samples, self.forest, self.pairs) = (samples, forest, pairs)
    }

    /// The basis in the text of a version; nil where it is none.
    package init?(text: String?) {
        guard let text, let basis = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = basis
    }

    /// The same for the same basis.
    package var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// What a training has to read, given what was trained already.
package enum TrainingNeed: Sendable, Equatable {
    /// All is trained as it is.
    case nothing
    /// Images, by name, take the place of their earlier samples, or come anew; samples of others leave. Both are empty where
    /// only the forest changes.
    case changed(read: [String], forgotten: [String])
    /// Everything is read, and earlier samples are not learnt from.
    case everything([String])

    /// Compares what there is with what was trained.
    ///
    /// - Parameters:
    ///   - present: what there is now.
    ///   - trained: what the newest samples were made from; nil where there are none.
    ///   - refused: annotations that could not be trained as they are now, by the images' names; their earlier samples stay.
    ///   - gone: the images whose annotations are known to be gone. Of others that are not present the samples stay: their
    ///     image may be in an archive, a share may be away.
    package init(
        _ present: TrainingBasis,
        trained: TrainingBasis?,
        refused: [String: TrainingBasis.Pair],
        gone: Set<String>
    ) {
        let good = present.pairs.filter { refused[$0.key] != $0.value }
        guard let trained, trained.samples == present.samples else {
            self = good.isEmpty ? .nothing : .everything(Self.ordered(good.keys))
            return
        }
        // A folder without annotations may be one that is not mounted.
        let gone = present.pairs.isEmpty ? [] : gone.filter { trained.pairs[$0] != nil && present.pairs[$0] == nil }
        let changed = good.filter { trained.pairs[$0.key] != $0.value }.keys
        if changed.isEmpty, gone.isEmpty, trained.forest == present.forest {
            self = .nothing
        } else {
            self = .changed(read: Self.ordered(changed), forgotten: Self.ordered(gone))
        }
    }

    /// In the order that decides the forest.
    package static func ordered(_ names: some Sequence<String>) -> [String] {
        names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
