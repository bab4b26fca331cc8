package import Settings
package import SystemPackage

extension BatchRun {
    /// One image to work on, and the folder settings that apply to it.
    package struct Item: Sendable {
        package var path: FilePath
        package var folder: FolderSettings
        /// The way to the image from the folder that was named; a file as it was named.
        package var way: FilePath
        /// What it is called in what is said to people: in one folder the way from there, else with what was named.
        package var label: FilePath

        /// The image at `path`, found at `way` in what was named; its path, unless there is more to say.
        package init(path: FilePath, folder: FolderSettings, way: FilePath? = nil, label: FilePath? = nil) {
            (self.path, self.folder) = (path, folder)
            self.way = way ?? path
            self.label = label ?? way ?? path
        }
    }
}
