/**
 * Looking at volumes: slices, a view of the solid, a feature's filmstrip, and what they share.
 *
 * <p>{@link patina.app.gui.view.VolumeStack} is what there is to see: registered scans, labels and rows of an inspection,
 * or the scans of a bare series, in bricks from disk through one bounded cache. {@link patina.app.gui.view.ViewModel} is
 * what is looked at just now; components follow it and change it, all on the event thread. Reading and rendering happen
 * on {@link patina.app.gui.view.Workers}; of several requests of one view the latest wins.
 *
 * <pre>{@code
 * VolumeStack stack = VolumeStack.open(folder);      // on a worker thread
 * ViewModel model = new ViewModel();
 * frame.add(new SliceViewer(stack, model));          // on the event thread
 * }</pre>
 */
@NullMarked
package patina.app.gui.view;

import org.jspecify.annotations.NullMarked;
