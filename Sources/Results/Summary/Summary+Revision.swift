extension Summary {
    /// Numbers this summary as the one that follows `earlier`, which lay in its place.
    mutating func count(after earlier: SummaryFile.Content) {
        var before = 0
        if case .found(let other) = earlier, other.image.component == image.component, other.recipe == recipe {
            before = other.revision ?? (other.status == .done ? 1 : 0)
            // The same content, done anew with another classifier.
            if status == .done, other.status == .done, other.image.isSameContent(as: image) { before -= 1 }
        }
        if status == .done {
            revision = before + 1
        } else {
            revision = before > 0 ? before : nil
        }
    }
}
