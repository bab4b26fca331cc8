package import WorkerProtocol

extension WorkerConnection {
    /// Compares every group of kernels with the host; `progress` is told the name of each case before it.
    ///
    /// Kernels that end the worker are made anew once.
    package func selftest(
        _ request: SelftestRequest,
        progress: (String) -> Void
    ) throws(WorkerError) -> SelftestReport {
        var request = request
        while true {
            try launch()
            (request.notes, request.usesHost) = (notes, remedies.usesHost)
            do throws(WorkerError) {
                var watch = WorkerWatch(patience, limit: patience.measurement)
                let reply = try ask(.selftest(request), descriptors: [], watch: &watch) { sign, _ in
                    if case .measuring(let words) = sign { progress(words) }
                }
                guard case .selftested(let report) = reply else { throw unexpected("selftest") }
                return report
            } catch {
                guard case .died(let status) = error, remedies.diedAtStart(status) else { throw error }
            }
        }
    }

    /// SHA-256 of the labels in the first plane of a label image, as whole numbers of 32 bits.
    package func digestOfLabels(_ file: Int32, name: String) throws(WorkerError) -> String {
        try launch()
        guard case .digested(let digest) = try ask(.digestLabels(name: name), descriptors: [file]) else {
            throw unexpected("digestLabels")
        }
        return digest
    }
}
