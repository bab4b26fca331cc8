import SystemPackage

/// Files whose quiet time is over.
extension RootWatcher {
    /// Looks at files that are due and hands out those that are finished, live ones first, as far as the consumer has
    /// room.
    func handOutFinished() {
        for arrival in Arrival.allCases {
            while hasRoom(for: arrival) {
                let paths = tracker.due(arrival, at: clock.now, limit: 16)
                if paths.isEmpty { break }
                for path in paths { handOut(path) }
            }
        }
    }

    private func handOut(_ path: FilePath) {
        let look = FileLook(at: path, beneath: root.place)
        switch tracker.looked(path, look, at: clock.now) {
        case .finished(let arrival, let state, let waited):
            outlet.send(
                .finished(
                    FinishedImage(path: path, root: index, arrival: arrival, waited: waited, state: state)
                )
            )
        case .gone(wasFinished: true):
            outlet.send(.removed(path, root: index))
        case .gone, .waiting:
            return
        }
    }
}
