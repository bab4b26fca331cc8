import Dispatch
import Synchronization

/// The trees of a forest that are still to be grown: each thread takes the next one that nobody has.
final class TreeQueue: Sendable {
    private let rows: TrainingRows
    private let columns: SortedColumns
    private let maximumDepth: Int
    private let seeds: [UInt32]
    private let next = Atomic(0)
    private let grown: Mutex<[TreeGrower.Grown]>

    /// The trees of a forest on those rows.
    init(_ rows: TrainingRows, _ columns: SortedColumns, maximumDepth: Int, treeCount: Int) {
        (self.rows, self.columns, self.maximumDepth) = (rows, columns, maximumDepth)
        seeds = ForestSeeds.ofTrees(treeCount)
        grown = Mutex([TreeGrower.Grown](repeating: TreeGrower.Grown(), count: treeCount))
    }

    /// All trees in their order; `progress` is called on the calling thread, which is one of the `threadCount`.
    func grow(threadCount: Int, progress: () -> Void) -> [TreeGrower.Grown] {
        let others = DispatchGroup()
        for _ in 1..<max(1, min(threadCount, seeds.count)) {
            DispatchQueue.global().async(group: others) { self.work {} }
        }
        work(progress)
        while others.wait(timeout: .now() + .milliseconds(200)) == .timedOut { progress() }
        return grown.withLock { $0 }
    }

    private func work(_ progress: () -> Void) {
        let grower = TreeGrower(rows, columns, maximumDepth: maximumDepth)
        while true {
            let number = next.add(1, ordering: .relaxed).oldValue
            guard number < seeds.count else { return }
            let tree = grower.grow(seed: seeds[number], progress: progress)
            grown.withLock { $0[number] = tree }
        }
    }
}
