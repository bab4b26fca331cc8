/// When the images of an old session come again. Pure.
package struct ReplaySchedule: Sendable, Equatable {
    /// For each image, in the order in which they were made, the time from the first one to its last byte.
    package let times: [Duration]

    /// The times at which images of these ages were finished, run through faster.
    ///
    /// - Parameters:
    ///   - modified: when each was written last, in seconds since 1970; in any order.
    ///   - speed: how many times faster than it was; above 0.
    ///   - longestGap: gaps that are still longer after that are cut to this; nil for no bound.
    package init(modified: [Double], speed: Double, longestGap: Duration?) {
        var times: [Duration] = []
        var (last, now): (Double?, Duration) = (nil, .zero)
        for time in modified.sorted() {
            let gap = last.map { Duration.seconds(max(0, time - $0) / speed) } ?? .zero
            now += longestGap.map { min($0, gap) } ?? gap
            times.append(now)
            last = time
        }
        self.times = times
    }
}
