import WorkerProtocol

extension RunningWorker {
    /// Sends one request and waits for its answer, past any number of signs of life.
    ///
    /// - Parameter hear: told what the worker says on the way; may change how long it is waited for.
    mutating func answer(
        to request: WorkerRequest,
        _ descriptors: [Int32],
        watch: inout WorkerWatch,
        isStopping: StopFlag,
        hear: (WorkerSign, inout WorkerWatch) -> Void
    ) throws(WorkerError) -> WorkerReply {
        var allowed = watch.limit
        allowProcessorTime(for: allowed)
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
            case .underWay(.alive): watch.hear(isProgress: false)
            case .underWay(let sign):
                watch.hear(isProgress: true)
                hear(sign, &watch)
                if watch.limit != allowed {
                    allowed = watch.limit
                    allowProcessorTime(for: allowed)
                }
            case .some(let reply): return reply
            }
            if let verdict = watch.verdict(isStopping: isStopping.isRaised) { throw verdict }
        }
    }
}
