/// The OpenCL C of every kernel, cut into the programs that are compiled.
package struct KernelSource: Sendable {
    /// All files, what others need before them: shared parts, features by their names, forests, labelling.
    package let files: [KernelFile]
    /// All groups; every kernel is in one of them.
    package let groups: [KernelGroup]
    private let groupsOfKernels: [String: KernelGroup]

    /// The engine's own kernels, and those of the files `features` with what they need; a file may be named twice.
    package init(features: [KernelFile]) {
        files = Self.inOrder(
            KernelFile.common + features.sorted { $0.name < $1.name } + KernelFile.forest + KernelFile.labelling
        )
        var groups: [KernelGroup] = []
        var groupsOfKernels: [String: KernelGroup] = [:]
        for group in files.flatMap(\.groups) where !groups.contains(group) {
            groups.append(group)
            let texts = files.filter { $0.groups.contains(group) }.map(\.text)
            for kernel in Self.kernels(in: (texts + [group.instance]).joined(separator: "\n"))
            where groupsOfKernels[kernel] == nil {
                groupsOfKernels[kernel] = group
            }
        }
        self.groups = groups
        self.groupsOfKernels = groupsOfKernels
    }

    /// The group that has a kernel; nil where there is no such kernel.
    package func group(ofKernel kernel: String) -> KernelGroup? { groupsOfKernels[kernel] }

    /// The program of one group.
    ///
    /// - Parameter contraction: lets the compiler fuse products and sums, which is wrong; only the test that the
    ///   self-test notices it asks for this.
    package func program(of group: KernelGroup, contraction: Bool = false) -> String {
        let needed = Self.inOrder([.commonLanes] + files.filter { $0.groups.contains(group) }).map(\.name)
        let texts = files.filter { needed.contains($0.name) }.map(\.text)
        // Where a kernel is made of macros, the text behind asks for nothing where vectors are none.
        let instance = group.instance.isEmpty ? "" : "\n#if LANES > 1\n\(group.instance)\n#endif\n"
        return (contraction ? texts.map(Self.contracted) : texts).joined(separator: "\n") + instance
    }

    /// Each of `files` once, what it needs before it.
    private static func inOrder(_ files: [KernelFile]) -> [KernelFile] {
        var ordered: [KernelFile] = []
        for file in files {
            for file in inOrder(file.needs) + [file] where !ordered.contains(where: { $0.name == file.name }) {
                ordered.append(file)
            }
        }
        return ordered
    }

    /// The kernels of a text. One begins a line: `kernel void name(`, or `SOME_KERNEL(name`, which is a macro that makes it.
    private static func kernels(in text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let parenthesis = line.firstIndex(of: UInt8(ascii: "(")) else { return nil }
            let words = Substring(line[..<parenthesis]).split(separator: " ")
            if words.count == 1, words[0].hasSuffix("_KERNEL") {
                return Substring(line[parenthesis...].dropFirst()).split { $0 == "," || $0 == ")" }.first.map(
                    String.init
                )
            }
            return words.starts(with: ["kernel", "void"]) ? words.last.map(String.init) : nil
        }
    }

    private static func contracted(_ text: String) -> String {
        let pragma = "#pragma OPENCL FP_CONTRACT OFF\n"
        return text.hasPrefix(pragma) ? "#pragma OPENCL FP_CONTRACT ON\n" + text.dropFirst(pragma.count) : text
    }
}
