import Files
import Service
import Testing

@Suite("What a training has to read")
struct TrainingNeedTests {
    private static func pair(_ seconds: Int64, annotation: String = "x.tif") -> TrainingBasis.Pair {
        let identity = FileIdentity(size: 10, modificationSeconds: seconds, modificationNanoseconds: 0)
        let state = FileState(identity: identity, device: 1, inode: 2, changeSeconds: seconds, changeNanoseconds: 5)
        return TrainingBasis.Pair(annotation: annotation, states: [state, state])
    }

    private static func basis(_ pairs: [String: Int64], samples: String = "s", forest: String = "f") -> TrainingBasis {
        TrainingBasis(samples: samples, forest: forest, pairs: pairs.mapValues { pair($0) })
    }

    private static func need(
        _ present: TrainingBasis,
        _ trained: TrainingBasis?,
        refused: [String: Int64] = [:],
        gone: Set<String> = []
    ) -> TrainingNeed {
        TrainingNeed(present, trained: trained, refused: refused.mapValues { pair($0) }, gone: gone)
    }

    @Test("is nothing where all is as it was, and the whole where nothing was trained")
    func beginning() {
        let basis = Self.basis(["b": 1, "a": 1, "B": 2])
        #expect(Self.need(basis, basis) == .nothing)
        #expect(Self.need(basis, nil) == .everything(["B", "a", "b"]))
        #expect(Self.need(Self.basis([:]), nil) == .nothing)
        #expect(TrainingBasis(text: basis.text) == basis && TrainingBasis(text: "no") == nil)
    }

    @Test("is what came, changed or went")
    func changes() {
        let trained = Self.basis(["a": 1, "b": 1])
        #expect(Self.need(Self.basis(["a": 1, "b": 2, "c": 1]), trained) == .changed(read: ["b", "c"], forgotten: []))
        let rest = Self.basis(["b": 1])
        #expect(Self.need(rest, trained, gone: ["a", "b"]) == .changed(read: [], forgotten: ["a"]))
        // It is not known to be gone: its image may be in an archive.
        #expect(Self.need(rest, trained) == .nothing)
    }

    @Test("is the forest alone where only its settings changed, and everything where the features did")
    func settings() {
        let trained = Self.basis(["a": 1])
        #expect(Self.need(Self.basis(["a": 1], forest: "g"), trained) == .changed(read: [], forgotten: []))
        #expect(Self.need(Self.basis(["a": 1], samples: "t"), trained) == .everything(["a"]))
    }

    @Test("is nothing where only attributes or names of the files changed, and what another file has under its name")
    func attributes() {
        let identity = FileIdentity(size: 10, modificationSeconds: 1, modificationNanoseconds: 0)
        func basis(inode: UInt64, changed: Int64) -> TrainingBasis {
            let state = FileState(
                identity: identity,
                device: 1,
                inode: inode,
                changeSeconds: changed,
                changeNanoseconds: 0
            )
            return TrainingBasis(
                samples: "s",
                forest: "f",
                pairs: ["a": .init(annotation: "a.tif", states: [state, state])]
            )
        }
        #expect(Self.need(basis(inode: 2, changed: 9), basis(inode: 2, changed: 1)) == .nothing)
        #expect(
            Self.need(basis(inode: 3, changed: 9), basis(inode: 2, changed: 1)) == .changed(read: ["a"], forgotten: [])
        )
    }

    @Test("a folder that is empty all at once may not be mounted: nothing is forgotten")
    func empty() {
        #expect(Self.need(Self.basis([:]), Self.basis(["a": 1]), gone: ["a"]) == .nothing)
    }

    @Test("what was refused is not read again before it changes, and keeps what was learned of it")
    func refusals() {
        let trained = Self.basis(["a": 1, "b": 1])
        let present = Self.basis(["a": 2, "b": 1])
        #expect(Self.need(present, trained, refused: ["a": 2]) == .nothing)
        #expect(
            Self.need(Self.basis(["a": 3, "b": 1]), trained, refused: ["a": 2]) == .changed(read: ["a"], forgotten: [])
        )
    }
}
