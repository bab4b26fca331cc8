import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;

/**
 * Has ImageJ's ROI Manager open archives of selections, and measures each selection on the label image that it belongs
 * to: a line of fields separated by tabs for each. Arguments: an archive, its label image, and so on.
 */
public class MeasureSelections {
    public static void main(String[] paths) {
        // A window would keep the program alive.
        int status = 1;
        try {
            measure(paths);
            status = 0;
        } catch (Throwable problem) {
            problem.printStackTrace();
        } finally {
            System.exit(status);
        }
    }

    private static void measure(String[] paths) {
        RoiManager manager = new RoiManager();
        for (int i = 0; i < paths.length; i += 2) {
            ImagePlus image = IJ.openImage(paths[i + 1]);
            manager.reset();
            manager.runCommand("Open", paths[i]);
            for (int index = 0; index < manager.getCount(); index++) {
                Roi roi = manager.getRoi(index);
                int plane = roi.getPosition();
                if (roi.hasHyperStackPosition()) {
                    plane = image.getStackIndex(1, Math.max(1, roi.getZPosition()), Math.max(1, roi.getTPosition()));
                }
                ImageProcessor pixels = image.getStack().getProcessor(Math.max(1, plane));
                pixels.setRoi(roi);
                ImageStatistics found = ImageStatistics.getStatistics(pixels, ImageStatistics.MIN_MAX, null);
                System.out.println(String.join("\t", paths[i], roi.getName(), roi.getTypeAsString(), "" + plane,
                    "" + found.pixelCount, "" + (long) found.min, "" + (long) found.max, "" + roi.getGroup()));
            }
            System.out.println(String.join("\t", paths[i], "ImageJ " + IJ.getVersion()));
        }
    }
}
