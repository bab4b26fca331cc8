import Measurement
import Testing

/// Powers that PoCL 3.1 computed, where they differ from the correctly rounded ones.
@Suite("Powers as the reference computes them")
struct ReferencePowerTests {
    @Test(
        "squares are those of exp(2 ln x), subnormal ones too",
        arguments: [
            (0x4263_3595, 0x4549_a812), (0x40af_87be, 0x41f0_b5bc), (0x42a3_7a72, 0x45d0_ca50),
            (0x42a0_007d, 0x45c8_0138), (0xc268_a52b, 0x4553_6bc8), (0x41dd_59f5, 0x443f_6470),
            (0x1acc_2511, 0x0000_0005), (0x1e53_b94c, 0x0001_5e36), (0x1b81_d37b, 0x0000_0021),
        ] as [(UInt32, UInt32)]
    )
    func squares(value: UInt32, square: UInt32) {
        let value = Float(bitPattern: value)
        #expect(ReferencePower.square(value).bitPattern == square)
        let isSubnormal = Float(bitPattern: square).isSubnormal
        #expect(isSubnormal || value * value != Float(bitPattern: square), "a product would do")
    }

    @Test(
        "roots are those of exp(ln x / 2)",
        arguments: [
            (0x41a8_2d98, 0x4092_b85a), (0x4122_4e53, 0x404b_d6c6), (0x400b_9f54, 0x3fbd_0f1e),
            (0x4210_7115, 0x40c0_4b54), (0x4147_ef1f, 0x4062_3ca4), (0x4263_a974, 0x40f1_6a60),
        ] as [(UInt32, UInt32)]
    )
    func roots(value: UInt32, root: UInt32) {
        let value = Float(bitPattern: value)
        #expect(ReferencePower.squareRoot(value).bitPattern == root)
        #expect(value.squareRoot() != Float(bitPattern: root), "a root would do")
    }

    @Test("special values")
    func special() {
        for value in [0, 1, Float.infinity] {
            #expect(ReferencePower.square(value) == value && ReferencePower.square(-value) == value)
            #expect(ReferencePower.squareRoot(value) == value)
        }
        #expect(ReferencePower.square(.nan).isNaN && ReferencePower.squareRoot(.nan).isNaN)
        #expect(ReferencePower.squareRoot(-2).isNaN && ReferencePower.squareRoot(-.infinity) == .infinity)
        #expect(ReferencePower.square(3e38) == .infinity)
    }
}
