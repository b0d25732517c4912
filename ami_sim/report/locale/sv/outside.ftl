# Bilder av vad andra studier fann.
measured = uppmätt, 95 % intervall
ours = den här modellens rader: anpassade till år 1 och 2 (grått), sedan förutsagda
year = år efter att den började
points = arbetade veckor, procentenheter
kind-constructed = särskilt ordnad
kind-intermediate = mittemellan
kind-ordinary = vanlig
