/// Bits put together to bytes as deflate does it, the first bit lowest.
struct BitWriter {
    /// The whole bytes so far.
    private(set) var bytes: [UInt8] = []
    private var waiting: UInt64 = 0
    private var waitingCount: UInt64 = 0

    /// Adds the lowest `count` bits, of which there are 32 at most; those above must be 0.
    mutating func put(_ value: Int, count: Int) {
        waiting |= UInt64(value) &<< waitingCount
        waitingCount += UInt64(count)
        while waitingCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: waiting))
            waiting >>= 8
            waitingCount -= 8
        }
    }

    /// Adds the code of each token.
    ///
    /// - Parameter codes: of a token, its bits above the lowest byte, which is their number, 32 at most.
    mutating func put(_ tokens: UnsafeBufferPointer<UInt16>, codes: [UInt64]) {
        var (waiting, waitingCount) = (waiting, waitingCount)
        let more = [UInt8](unsafeUninitializedCapacity: tokens.count * 4 + 8) { buffer, used in
            guard let start = buffer.baseAddress.map(UnsafeMutableRawPointer.init) else { return }
            codes.withUnsafeBufferPointer { codes in
                for token in tokens {
                    let code = codes[Int(token)]
                    waiting |= (code &>> 8) &<< waitingCount
                    waitingCount &+= code & 255
                    if waitingCount >= 32 {
                        start.storeBytes(of: UInt32(truncatingIfNeeded: waiting), toByteOffset: used, as: UInt32.self)
                        used &+= 4
                        waiting &>>= 32
                        waitingCount &-= 32
                    }
                }
            }
        }
        bytes += more
        (self.waiting, self.waitingCount) = (waiting, waitingCount)
        put(0, count: 0)
    }

    /// Fills the last byte with zeros.
    mutating func align() { if waitingCount > 0 { put(0, count: 8 - Int(waitingCount)) } }
}
