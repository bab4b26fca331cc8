import FuzzDriver
import Glibc

/// Reads mutants of TIFFs to the last pixel, all in this process: `Mutants SEED COUNT LATEST FILE...`.
///
/// The latest mutant lies in the file LATEST, so that one that ends the process is known. One that takes longer than five
/// seconds ends it too.
@main
enum Mutants {
    private static let most: UInt32 = 5

    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count > 4, let seed = UInt64(arguments[1]), let count = Int(arguments[2]) else {
            print("Mutants SEED COUNT LATEST FILE...")
            exit(64)
        }
        let sources = arguments[4...].map(WholeRead.contents)
        var mutation = Mutation(seed: seed)
        let file = FileInMemory()
        let latest = open(arguments[3], O_RDWR | O_CREAT | O_TRUNC, 0o644)
        var figures = Figures()
        for index in 0..<count {
            let source = sources[mutation.below(sources.count)]
            let mutant = mutation.mutant(of: source, sources[mutation.below(sources.count)])
            mutant.withUnsafeBytes { bytes in
                file.hold(bytes)
                guard ftruncate(latest, 0) == 0, pwrite(latest, bytes.baseAddress, bytes.count, 0) == bytes.count else {
                    exit(74)
                }
            }
            let begun = ContinuousClock.now
            alarm(most)
            let pixels = WholeRead.run(file.descriptor, most: 1 << 28)
            alarm(0)
            figures.note(index, pixels: pixels, time: ContinuousClock.now - begun, of: count)
        }
        figures.show(count)
        unlink(arguments[3])
    }
}
