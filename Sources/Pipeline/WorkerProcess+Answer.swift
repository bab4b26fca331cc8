extension WorkerProcess {
    /// Sends one request and waits for its answer, past any number of signs of life.
    ///
    /// - Parameter atWork: told how much there is to do; may change how long the worker is waited for.
    mutating func answer(
        to request: WorkerRequest,
        _ descriptors: [Int32],
        watch: inout WorkerWatch,
        isStopping: StopFlag,
        atWork: (Workload, inout WorkerWatch) -> Void
    ) throws(WorkerError) -> WorkerReply {
        try socket.send(request, descriptors: descriptors)
        while true {
            var reply: WorkerReply?
            do throws(WorkerError) {
                reply = try socket.receive(WorkerReply.self, silence: watch.tick)
                guard reply != nil else { throw .closed }
            } catch {
                guard case .silent = error else { throw error }
                watch.missTick()
            }
            switch reply {
            case nil: break
            case .alive: watch.hear(isProgress: false)
            case .beat: watch.hear(isProgress: true)
            case .atWork(let work):
                watch.hear(isProgress: true)
                atWork(work, &watch)
            case .some(let reply): return reply
            }
            if let verdict = watch.verdict(isStopping: isStopping.isRaised) { throw verdict }
        }
    }
}
