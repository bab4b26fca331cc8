package import Logging
package import SystemPackage

/// Something that is wrong with the service for some time, and concerns more than one image.
package struct Trouble: Sendable {
    /// What it is about; there is one trouble at a time with each subject.
    package var subject: String
    /// What is wrong, without numbers that change while it lasts: the same headline is the same trouble.
    package var headline: String
    /// What STATUS says: the headline, how much it concerns, and the remedy.
    package var words: String
    /// The watched folder that it concerns; nil where it concerns more than one.
    package var folder: FilePath?
    /// Which events of the journal tell of it; nil where whoever notes it tells of it as well.
    package var kind: TroubleKind?
    /// What the journal says at the beginning; nil where that is what STATUS says.
    package var message: String?
    /// How many images wait because of it.
    package var images = 0
    /// Further fields of the journal.
    package var fields: Logger.Metadata = [:]

    /// A trouble with `subject` for which STATUS has these words.
    package init(
        _ words: String,
        with subject: String,
        headline: String? = nil,
        folder: FilePath? = nil,
        kind: TroubleKind? = nil
    ) {
        (self.subject, self.words, self.headline) = (subject, words, headline ?? words)
        (self.folder, self.kind) = (folder, kind)
    }

    /// The subject for others, who do not know our numbers of folders: `folder /data/scope1`.
    package var name: String {
        guard let folder, let space = subject.lastIndex(of: " "), Int(subject[space...].dropFirst()) != nil else {
            return subject
        }
        return "\(subject[..<space]) \(folder.string)"
    }
}
