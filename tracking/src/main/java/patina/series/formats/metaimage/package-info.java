/** MetaImage, .mhd with its data file and .mha, zlib too (https://itk.org/Wiki/ITK/MetaIO); nobody imports it. */
@NullMarked
package patina.series.formats.metaimage;

import org.jspecify.annotations.NullMarked;
