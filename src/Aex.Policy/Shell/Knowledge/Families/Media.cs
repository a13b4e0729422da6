namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Media, documents, editors.</summary>
internal static class Media
{
    public static ReadOnlySpan<byte> Table => """
         atom bbedit biber bibtex blender cjpeg clion code code-insiders codium composite convert cwebp d2 dot doxygen dvips dwebp ebook-convert emacs emacsclient exiftool ffmpeg ffplay ffprobe flac gedit gifsicle gimp gm godoc goland groff gs gvim helix hx iconutil idea identify imagemin info inkscape jed joe jpeginfo jpegoptim jpegtran kak kate lame latex latexmk libreoffice lualatex magick man man2html mate mcedit mediainfo micro mmdc mogrify montage mp3info nano ne neato nvim oggenc optipng opusenc pdfcrop pdffonts pdfimages pdfinfo pdflatex pdfseparate pdftk pdftocairo pdftoppm pdftotext pdfunite perldoc pico plantuml pngcheck pngquant potrace ps2pdf pycharm pydoc qpdf ri rider rsvg-convert rvim screencapture sips soffice sox soxi studio subl svgo tectonic tesseract texi2pdf textutil troff typst unoconv vi view vim weasyprint webpinfo webstorm windsurf wkhtmltopdf xelatex zbarimg zed
        = ffprobe mediainfo soxi pdfinfo pdffonts mp3info zbarimg jpeginfo pngcheck webpinfo
          args:r *
        = ffmpeg ffplay
          * args:w -i=r
        = convert magick mogrify composite montage gm identify exiftool sox lame flac oggenc opusenc cwebp dwebp pngquant optipng jpegoptim jpegtran cjpeg gifsicle svgo rsvg-convert inkscape gimp blender potrace imagemin sips textutil iconutil screencapture
          args:rw * -o|--output|-out|-w=w !file.write
        = pdftotext pdftoppm pdftocairo pdfimages pdfunite pdfseparate qpdf pdftk gs ps2pdf pdfcrop tesseract wkhtmltopdf weasyprint ebook-convert soffice libreoffice unoconv pdflatex xelatex lualatex latex latexmk bibtex biber tectonic typst groff troff dot neato mmdc plantuml d2 man2html doxygen texi2pdf dvips
          args:r * -o|--output|-output-directory|--outdir=w !file.write --filter=x -shell-escape|--shell-escape!!
        = man info perldoc pydoc godoc ri
          * -P|--pager=S -H?!! --html?!! -C|--config-file=x
        = code code-insiders codium windsurf zed subl atom idea pycharm webstorm goland rider clion studio mate bbedit gedit kate
          * args:n !process.control --install-extension|--uninstall-extension=!packages.install --list-extensions|-v|--version|-s|--status~ -d|--diff>r
        = vim vi nvim view rvim gvim emacs emacsclient nano pico micro helix hx kak joe jed ne mcedit
          !!
        """u8;

    public static ReadOnlySpan<byte> Examples => """

        """u8;
}
