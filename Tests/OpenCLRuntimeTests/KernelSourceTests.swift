import Features
import Foundation
import Kernels
import Testing

@Suite("Embedded kernels")
struct KernelSourceTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Kernels")

    private static func filesOnDisk() throws -> [String: String] {
        var files: [String: String] = [:]
        for subfolder in ["Common", "Features", "Forest", "Labelling"] {
            let contents = try FileManager.default.contentsOfDirectory(
                at: folder.appending(path: subfolder),
                includingPropertiesForKeys: nil
            )
            for file in contents where file.pathExtension == "cl" {
                files[file.deletingPathExtension().lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
            }
        }
        return files
    }

    @Test("every kernel file on disk is in the program, unchanged, once")
    func complete() throws {
        let disk = try Self.filesOnDisk()
        #expect(KernelSource.all.files.map(\.name).sorted() == disk.keys.sorted())
        for file in KernelSource.all.files {
            #expect(file.text == disk[file.name], "\(file.name)")
        }
    }

    @Test("every file forbids contraction in its first line, and none relaxes arithmetic")
    func arithmetic() {
        for file in KernelSource.all.files {
            #expect(file.text.hasPrefix("#pragma OPENCL FP_CONTRACT OFF\n"), "\(file.name)")
            let relaxed = [
                "native_", "half_exp", "half_div", "half_sqrt", "half_rec", "mad(", "exp(", "pow(", "rsqrt(",
            ]
            for word in relaxed + ["FP_CONTRACT ON", "fast-math", "unsafe-math"] {
                #expect(!file.text.contains(word), "\(file.name) uses \(word)")
            }
            #expect(file.text.utf8.count <= 8192, "\(file.name) is too long to embed cheaply")
        }
        for group in KernelSource.all.groups {
            #expect(!KernelSource.all.program(of: group, contraction: true).contains("FP_CONTRACT OFF"))
        }
    }

    @Test("every file is in a group, and kernels are found in theirs")
    func groups() {
        let text = KernelSource.all.groups.map { KernelSource.all.program(of: $0) }.joined()
        for file in KernelSource.all.files { #expect(text.contains(file.text), "\(file.name)") }
        let places = [
            ("load_uint16", "common"), ("box_minimum", "boxes"), ("forest_walk", "walk"), ("label_numbers", "common"),
            ("forest_program_2", "program 2"), ("forest_votes_wide", "votes wide"), ("divide_planes", "common"),
        ]
        for (kernel, group) in places { #expect(KernelSource.all.group(ofKernel: kernel)?.name == group) }
        #expect(KernelSource.all.group(ofKernel: "nonsense") == nil)
    }
}
