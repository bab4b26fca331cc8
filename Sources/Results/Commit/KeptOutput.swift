package import Files
package import WorkerProtocol

/// An output of an earlier result that is there as its summary has it, as far as a look at the file tells.
///
/// Whether its content is what was written is for a worker to say, which reads it.
package struct KeptOutput: Sendable {
    /// What the earlier summary says of it.
    package let output: Summary.Output
    /// Open for reading.
    package let file: Descriptor
    /// The file as it was when it was opened.
    let state: FileState

    /// Which output it is.
    package var kind: OutputKind { output.kind }
}

extension ResultFolder {
    /// The file of an output that an earlier summary names; nil where it is gone, has another size, or would be called
    /// otherwise now.
    package func kept(_ output: Summary.Output, names: OutputNames) -> KeptOutput? {
        let name = names[output.kind]
        guard output.component == name, let file = try? calls.openFile(name, in: descriptor),
            let state = try? calls.state(of: file), state.isRegularFile, Int(state.identity.size) == output.bytes
        else { return nil }
        return KeptOutput(output: output, file: file, state: state)
    }

    /// Whether the file still has its name, and nothing happened to it since it was opened.
    func isUntouched(_ kept: KeptOutput, names: OutputNames) -> Bool {
        (try? calls.state(of: names[kept.kind], in: descriptor)) == kept.state
    }
}
