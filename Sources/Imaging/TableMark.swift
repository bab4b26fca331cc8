/// The mark that tells our object tables from other people's: how their first line begins.
package enum TableMark {
    /// The first columns of every table.
    package static let columns = "frame,z,label,area,centroid-0,centroid-1,"
}
