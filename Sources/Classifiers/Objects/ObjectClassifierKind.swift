/// What a classifier of objects does, whatever file it came from; raw values stand in summaries.
package enum ObjectClassifierKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Gives each object a class.
    case objectClassifier = "ObjectClassifier"
    /// Keeps the objects of one class.
    case objectSelector = "ObjectSelector"
    /// Joins objects that touch.
    case objectMerger = "ObjectMerger"
    /// Gives each row of a table a class.
    case tableRowClassifier = "TableRowClassifier"
}
