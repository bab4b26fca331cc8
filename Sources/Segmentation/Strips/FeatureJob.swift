import Features

/// One operation on planes in the form the kernels read: `Job` of common_lanes.cl, field for field.
struct FeatureJob {
    /// Where a plane lies: the element of column 0 of the ring's first row in slice 0, and the rows of the ring.
    struct Place: Hashable {
        var origin: Int64
        var ring: Int32
    }

    private var src: Int64 = 0
    private var src2: Int64 = 0
    private var dst: Int64 = 0
    private var srcRing: Int32 = 1
    private var src2Ring: Int32 = 1
    private var dstRing: Int32 = 1
    private(set) var above: Int32 = 0
    private var reach: Int32 = 0
    private var table: Int32 = 0
    private var count: Int32 = 0
    private(set) var halfWidth: Int32 = -1
    private var number: Float = 0
    private var sum: Float = 1
    private var option: Int32 = 0
    private var unused: Int32 = 0

    /// A job that does nothing: it fills up a group.
    static let absent = FeatureJob()

    private init() {}

    /// The job of `pass` between planes at the given places.
    ///
    /// - Parameters:
    ///   - above: rows beyond the strip that the result holds, and columns beyond the image (`reach`).
    ///   - table: where the pass's table begins.
    init(_ pass: FeaturePass, from sources: [Place], to result: Place, above: Int, reach: Int, table: Int) {
        src = sources[0].origin
        srcRing = sources[0].ring
        src2 = sources[sources.count - 1].origin
        src2Ring = sources[sources.count - 1].ring
        dst = result.origin
        dstRing = result.ring
        self.above = Int32(above)
        self.reach = Int32(reach)
        self.table = Int32(table)
        count = Int32(pass.count)
        halfWidth = Int32(pass.halfWidth)
        number = pass.number
        sum = pass.sum
        option = Int32(pass.option)
    }

    /// The job that writes pixels into `place`.
    init(loadingInto place: Place, above: Int, reach: Int) {
        dst = place.origin
        dstRing = place.ring
        self.above = Int32(above)
        self.reach = Int32(reach)
    }
}
