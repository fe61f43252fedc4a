--! Previous: sha1:e49e9ec73e323f6c50113e1c83f2d8db6a3a13ca
--! Hash: sha1:6b6b279f56da26f719ba0777b534669e735124ea

-- Assignment.
select;
