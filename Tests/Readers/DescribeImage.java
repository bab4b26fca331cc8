import java.util.zip.CRC32;
import loci.common.DebugTools;
import loci.common.services.ServiceFactory;
import loci.formats.FormatTools;
import loci.formats.ImageReader;
import loci.formats.meta.IMetadata;
import loci.formats.services.OMEXMLService;
import ome.units.quantity.Length;

/** Says what Bio-Formats reads from each file: one line of fields separated by tabs. */
public class DescribeImage {
    public static void main(String[] paths) throws Exception {
        DebugTools.setRootLevel("WARN");
        OMEXMLService service = new ServiceFactory().getInstance(OMEXMLService.class);
        for (String path : paths) {
            IMetadata metadata = service.createOMEXMLMetadata();
            try (ImageReader reader = new ImageReader()) {
                reader.setMetadataStore(metadata);
                reader.setId(path);
                System.out.println(String.join("\t", path, reader.getFormat(), "" + reader.getSeriesCount(),
                    sizes(reader), FormatTools.getPixelTypeString(reader.getPixelType()),
                    text(metadata.getPixelsPhysicalSizeX(0)), text(metadata.getPixelsPhysicalSizeY(0)),
                    text(metadata.getPixelsPhysicalSizeZ(0)), checksum(reader)));
            }
        }
    }

    private static String sizes(ImageReader reader) {
        return reader.getSizeT() + " " + reader.getSizeZ() + " " + reader.getSizeC() + " " + reader.getSizeY() + " "
            + reader.getSizeX();
    }

    private static String text(Length length) {
        return length == null ? "none" : length.value() + " " + length.unit().getSymbol();
    }

    /** Over all planes, frames slowest, then slices, then channels; little-endian. */
    private static String checksum(ImageReader reader) throws Exception {
        CRC32 sum = new CRC32();
        int width = FormatTools.getBytesPerPixel(reader.getPixelType());
        for (int t = 0; t < reader.getSizeT(); t++) {
            for (int z = 0; z < reader.getSizeZ(); z++) {
                for (int c = 0; c < reader.getSizeC(); c++) {
                    byte[] plane = reader.openBytes(reader.getIndex(z, c, t));
                    if (!reader.isLittleEndian()) {
                        for (int i = 0; i < plane.length; i += width) {
                            for (int k = 0; k < width / 2; k++) {
                                byte first = plane[i + k];
                                plane[i + k] = plane[i + width - 1 - k];
                                plane[i + width - 1 - k] = first;
                            }
                        }
                    }
                    sum.update(plane);
                }
            }
        }
        return Long.toHexString(sum.getValue());
    }
}
