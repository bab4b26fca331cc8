extension ImageSeriesResolver {
    /// What `text` describes, or nil with a warning why it is not used.
    func omeDescription(_ text: String, _ warnings: inout [String]) -> OMEDescription? {
        do throws(XMLScanner.Problem) {
            if let description = try OMEDescription(text) { return description }
            warnings.append("its OME description describes no image; the pages are taken as they are")
        } catch .documentType {
            warnings.append("its OME description declares a document type, which is unsafe; it is not used")
        } catch {
            warnings.append("its OME description is damaged; the pages are taken as they are")
        }
        return nil
    }
}
