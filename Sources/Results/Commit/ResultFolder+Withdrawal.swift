import SystemPackage
package import WorkerProtocol

extension ResultFolder {
    /// Removes the result that lies under the names of an image which is no image any more, but one of the files of another:
    /// the summary first, then the outputs of ours that it names.
    ///
    /// Only the result of an image in several files goes; that of a file that was an image of its own stays.
    ///
    /// - Returns: whether there was one.
    package func withdraw(_ names: OutputNames, recipe: String?) throws(Failure) -> Bool {
        guard try isOfSet(summary(names.summary), names, recipe) else { return false }
        return try exclusively { () throws(Failure) in
            let content = try summary(names.summary)
            guard isOfSet(content, names, recipe) else { return false }
            let outputs = try earlierOutputs(names, of: content)
            try removeSummary(content, names)
            try remove(outputs.map { names[$0] })
            return true
        }
    }

    private func isOfSet(_ content: SummaryFile.Content, _ names: OutputNames, _ recipe: String?) -> Bool {
        guard case .found(let summary) = content else { return false }
        return summary.image.isNamed(names.image) && summary.image.members != nil && summary.recipe == recipe
    }
}
