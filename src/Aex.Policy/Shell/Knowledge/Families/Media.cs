namespace Aex.Policy.Shell.Knowledge.Families;

/// <summary>Media, documents, editors.</summary>
internal static class Media
{
    public const string Table = """
         atom bbedit biber bibtex blender cjpeg clion code code-insiders codium composite convert cwebp d2 dot doxygen dvips dwebp ebook-convert emacs emacsclient exiftool ffmpeg ffplay ffprobe flac gedit gifsicle gimp gm godoc goland groff gs gvim helix hx iconutil idea identify imagemin info inkscape jed joe jpeginfo jpegoptim jpegtran kak kate lame latex latexmk libreoffice lualatex magick man man2html mate mcedit mediainfo micro mmdc mogrify montage mp3info nano ne neato nvim oggenc optipng opusenc pdfcrop pdffonts pdfimages pdfinfo pdflatex pdfseparate pdftk pdftocairo pdftohtml pdftoppm pdftops pdftotext pdfunite perldoc pico plantuml pngcheck pngquant potrace ps2pdf pycharm pydoc qpdf ri rider rsvg-convert rvim screencapture sips soffice sox soxi studio subl svgo tectonic tesseract texi2pdf textutil troff typst unoconv vi view vim weasyprint webpinfo webstorm windsurf wkhtmltopdf xelatex zbarimg zed
        = ffprobe mediainfo soxi pdfinfo pdffonts mp3info zbarimg jpeginfo pngcheck webpinfo
          args:r *
        = ffmpeg ffplay
          * args:wU -i=rU -f|-vf|-af|-c|-c:v|-c:a|-c:s|-codec|-codec:v|-codec:a|-vcodec|-acodec|-ss|-to|-t|-r|-s|-b:v|-b:a|-map|-filter_complex|-lavfi|-preset|-tune|-crf|-pix_fmt|-loglevel|-v|-metadata|-vframes|-frames:v|-q:v|-q:a|-qscale:v|-ar|-ac|-framerate|-threads|-movflags|-profile:v|-level|-g|-aspect|-stream_loop|-itsoffset|-pattern_type=
          -version|-formats|-codecs|-encoders|-decoders|-filters|-h~ -y -n -an -vn -sn -dn -nostdin -hide_banner -stats -nostats -shortest
        = identify
          * args:r -format|-define|-density|-depth|-size|-limit|-set= -verbose -version~ -quiet -ping
        = exiftool
          args:r -json|-j|-s|-s2|-s3|-S|-a|-u|-U|-g|-g1|-G|-G0|-G1|-n|-csv|-r|-q|-b|-h|-t|-T|-common -ver~ -ext|-c|-d|-lang= -x= --ext=
        = pdftotext pdftohtml pdftops
          * 1:r 2:w !file.write -f|-l|-r|-x|-y|-W|-H|-enc|-opw|-upw|-eol= -layout -raw -nopgbrk -bbox -bbox-layout -q -v~ -listenc~
        = convert magick mogrify composite montage gm sox lame flac oggenc opusenc cwebp dwebp pngquant optipng jpegoptim jpegtran cjpeg gifsicle svgo rsvg-convert inkscape gimp blender potrace imagemin sips textutil iconutil screencapture
          args:rw * -o|--output|-out|-w=w !file.write -version|--version|--i~ -resize|-crop|-quality|-density|-background|-gravity|-extent|-geometry|-fill|-font|-pointsize|-annotate|-rotate|-format|-define|-colorspace|-depth|-size|-fuzz|-opaque|-stroke=
        = pdftoppm pdftocairo pdfimages pdfunite pdfseparate qpdf pdftk gs ps2pdf pdfcrop tesseract wkhtmltopdf weasyprint ebook-convert soffice libreoffice unoconv pdflatex xelatex lualatex latex latexmk bibtex biber tectonic typst groff troff dot neato mmdc plantuml d2 man2html doxygen texi2pdf dvips
          args:r * -o|--output|-output-directory|--outdir=w !file.write --filter=x -shell-escape|--shell-escape!! -V|--version|--list-langs|--print-parameters~ -l|--psm|--oem|-T|-K|-G|-E|-N|-f|-r|-jobname|-interaction=
        = man info perldoc pydoc godoc ri
          * args:v -P|--pager=S -H?!! --html?!! -C|--config-file=x
        = code code-insiders codium windsurf zed subl atom idea pycharm webstorm goland rider clion studio mate bbedit gedit kate
          * args:v !system.change --install-extension|--uninstall-extension=!packages.install --list-extensions|-v|--version|-s|--status~ -d|--diff>r
        = vim vi nvim view rvim gvim emacs emacsclient nano pico micro helix hx kak joe jed ne mcedit
          args:rVt -c|--cmd|-S|--eval|-u|--execute=t -s|-e|-E|-R|-n|-N|-es|-i|-V1|--noplugin|--clean|--headless|--batch|-Q|-q|-nw
          !!
        """;

    public const string Examples = """
        ffprobe -v error -show_format in.mp4 -> file.read error, file.read in.mp4
        ffmpeg -y -i in.mov -c copy out.mp4 -> file.read in.mov, file.write out.mp4
        ffmpeg -i https://example.com/a.mp4 out.gif -> file.read https://example.com/a.mp4, network.fetch example.com:443, file.write out.gif
        ffmpeg -version ->
        identify -format '%w %h' img.png -> file.read img.png
        exiftool -json photo.jpg -> file.read photo.jpg
        exiftool -Artist=x photo.jpg -> file.read photo.jpg, code.run
        exiftool -csv=in.csv photo.jpg -> file.read photo.jpg, code.run
        convert in.png -resize 50% out.png -> file.write, file.read in.png, file.write in.png, file.read out.png, file.write out.png
        pdfinfo doc.pdf -> file.read doc.pdf
        pdftotext -layout -f 1 -l 3 doc.pdf out.txt -> file.write, file.read doc.pdf, file.write out.txt
        pdflatex -output-directory=out a.tex -> file.write out, may file.write out, file.write, file.read a.tex
        pdflatex -shell-escape a.tex -> file.write, file.read a.tex, code.run
        pandoc README.md -o out.docx -> file.read README.md, file.write out.docx
        dot -V ->
        man ls -> may file.read ls
        man -P 'sh -c x' ls -> may file.read ls, script sh -c x
        code . -> may file.read ., system.change
        code --install-extension x.y -> packages.install, system.change
        vim a.txt -> code.run, file.read a.txt, may file.write a.txt
        """;
}
