import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;
import java.util.StringJoiner;

/**
 * Has ImageJ's ROI Manager open archives of selections, and measures each selection on the label image that it belongs
 * to: a line for each archive, of fields "name=value" separated by tabs. Arguments: an archive, its label image, and so
 * on.
 */
public class MeasureSelections {
    public static void main(String[] paths) {
        // A window would keep the program alive.
        int status = 1;
        try {
            RoiManager manager = new RoiManager();
            for (int i = 0; i < paths.length; i += 2) {
                System.out.println(paths[i] + "\t" + measure(manager, paths[i], IJ.openImage(paths[i + 1])));
            }
            status = 0;
        } catch (Throwable problem) {
            problem.printStackTrace();
        } finally {
            System.exit(status);
        }
    }

    private static String measure(RoiManager manager, String archive, ImagePlus image) {
        manager.reset();
        manager.runCommand("Open", archive);
        StringJoiner fields = new StringJoiner("\t").add("count=" + manager.getCount());
        for (int index = 0; index < manager.getCount(); index++) {
            Roi roi = manager.getRoi(index);
            int plane = roi.getPosition();
            if (roi.hasHyperStackPosition()) {
                plane = image.getStackIndex(1, Math.max(1, roi.getZPosition()), Math.max(1, roi.getTPosition()));
            }
            plane = Math.max(1, plane);
            ImageProcessor pixels = image.getStack().getProcessor(plane);
            pixels.setRoi(roi);
            ImageStatistics found = ImageStatistics.getStatistics(pixels, ImageStatistics.MIN_MAX, null);
            String label = roi.getName().replaceAll(".*_", "").replaceAll("^0+", "");
            fields.add("plane " + plane + " label " + label + "=" + found.pixelCount + " pixels from "
                + (long) found.min + " to " + (long) found.max);
        }
        return fields.toString();
    }
}
